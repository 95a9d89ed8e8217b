"""`paicha audit verify`: each service's log and its copies, walked from the first event."""

import time
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from cyclopts import Parameter

from deploy.cli.gateway import Gateway, gateway
from deploy.cli.progress import ProgressLine
from deploy.cli.terminal import say, say_json
from deploy.embedded.refusal import Refusal
from shared.bus.users import OWN_LOG

Begins: TypeAlias = Literal["first", "sealed"]
Service: TypeAlias = Literal["registry", "hazards", "reporting"]

_LOOK_SECONDS = 0.3
_PARTS = {
    "files": "文件 files",
    "figures": "数据 figures",
    "log": "日志 the log",
    "tree": "默克尔树 the tree",
    "seals": "封存检查点 sealed checkpoints",
    "archive": "归档 the archive",
    "stream": "消息流 the stream",
}


def verify(
    *,
    service: Service | None = None,
    from_: Annotated[Begins, Parameter(name="--from")] = "first",
    data: Path | None = None,
    json: bool = False,
) -> int:
    """Verify each log, event by event, and every copy of it. Ends with 1 where something is wrong.

    Parameters
    ----------
    service
        registry, hazards or reporting; all of them when left out.
    from_
        first: from the first event on. sealed: only what came after the newest sealed checkpoint that holds;
        figures are not verified then.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print the outcome as JSON.
    """
    asked = gateway(data, "auditor")
    outcomes = {name: _verified(asked, name, from_) for name in (OWN_LOG if service is None else (service,))}
    if json:
        say_json({"services": {name: _to_json(outcome) for name, outcome in outcomes.items()}})
    else:
        for name, outcome in outcomes.items():
            _say(name, outcome)
    return 1 if any(outcome["findings"] for outcome in outcomes.values()) else 0


def _verified(asked: Gateway, service: str, begins: Begins) -> dict[str, Any]:
    """Interrupted, it goes on in the service; asked again, the same one is shown."""
    address = f"/{service}/audit/verification"
    answer: dict[str, Any] = asked.post(f"{address}?from={begins}").json()
    line, part = None, ""
    try:
        while answer["state"] == "running":
            now = answer["progress"][-1] if answer["progress"] else None
            if now is not None and now["part"] != part:
                part = now["part"]
                line = _next_line(line, now["total"], f"{service} · {_PARTS[part]}")
            if line is not None and now is not None:
                line.show(now["done"])
            time.sleep(_LOOK_SECONDS)
            answer = asked.get(address).json()
    finally:
        if line is not None:
            line.close()
    if answer["state"] == "failed":
        raise Refusal(
            f"{service} 的核验未能完成：请查看该服务的日志，然后再次运行本命令。",
            f"The verification of {service} did not come to its end: see the service's log, then run this "
            "again.",
        )
    return answer


def _next_line(before: ProgressLine | None, total: int, unit: str) -> ProgressLine:
    if before is not None:
        before.close()
    return ProgressLine(total, unit)


def _say(service: str, outcome: dict[str, Any]) -> None:
    since, position = outcome["since"], outcome["position"]
    if not outcome["findings"]:
        begins = f"自封存检查点 {since} 起 from the sealed checkpoint {since} on, " if since else ""
        say(f"{service}: 核验无误，{begins}至位置 {position} verified up to position {position}")
    for passed in outcome["passed"]:
        say(f"{service}: {_PARTS[passed['part']]}: 未核验 not verified: {passed['message']}")
    for found in outcome["findings"]:
        where = _PARTS[found["part"]]
        say(f"{service}: {where}, 位置 position {found['position']}: {found['message']} ({found['check']})")


def _to_json(outcome: dict[str, Any]) -> dict[str, Any]:
    return {name: outcome[name] for name in ("since", "position", "hash", "findings", "passed")}
