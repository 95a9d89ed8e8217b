"""`paicha audit stopped`: events that a service could not apply, so that what it shows stands still."""

from pathlib import Path
from typing import Any

from deploy.cli.gateway import gateway
from deploy.cli.terminal import say, say_json
from shared.bus.users import SERVICES

NOTHING = "所有服务均已计入全部事件，没有停滞。 Nothing stands still."
_TOLD = (
    "{service}：日志 {log} 停在位置 {before}，不能计入 {since} 的 {type}（版本 {version}）。",
    (
        "  {service} stands still at {log} {before}: it can't apply {position}, a {type} of version "
        "{version} recorded {since}: {why}"
    ),
)
_NEXT = (
    "事件不能跳过：请部署能处理它的版本并重启该服务，它会自行继续。 "
    "No event is skipped: start a release that can apply it, and it goes on by itself."
)


def stopped(*, data: Path | None = None, json: bool = False) -> int:
    """Which events could not be applied, by which service, and why. Ends with 1 where there is one.

    Parameters
    ----------
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print them as JSON.
    """
    of = gateway(data, "operator")
    found: list[dict[str, Any]] = [
        {"service": service, **each}
        for service in SERVICES
        for each in of.get(f"/{service}/stopped").json()["stopped"]
    ]
    if json:
        say_json({"stopped": found})
    elif found:
        for each in found:
            for line in _TOLD:
                say(line.format(**each, before=each["position"] - 1))
        say(_NEXT)
    else:
        say(NOTHING)
    return 1 if found else 0
