"""`paicha audit prove`: one fact's proof, in two files that need nothing else."""

import re
from functools import partial
from pathlib import Path
from typing import Any

from deploy.cli.gateway import Gateway, gateway
from deploy.cli.seal import Log
from deploy.cli.terminal import say, say_json
from deploy.embedded.refusal import Refusal

_POSITION = re.compile(r"(registry|hazards|reporting):([1-9][0-9]{0,14})", re.ASCII)


def prove(
    fact: str,
    id_: str | None = None,
    /,
    *,
    publisher: str | None = None,
    service: Log | None = None,
    newest: bool = False,
    out: Path = Path(),
    data: Path | None = None,
    json: bool = False,
) -> None:
    """Write the proof that a fact stood in the log, and beside it the event's exact bytes.

    Parameters
    ----------
    fact
        The fact's source, followed by its id; or log:position, as hazards:1234.
    id_
        The fact's id, where its source was given.
    publisher
        Whose, where several have sent that source and id.
    service
        Where to look for source and id; hazards, registry and reporting in turn when left out.
    newest
        By the newest checkpoint, and not by the first one that covers the fact.
    out
        Folder for the two files.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Say as JSON what was written.
    """
    proved = _asked(gateway(data, "auditor"), fact, id_, publisher, service, newest=newest)
    name = f"{proved['log']}-{proved['position']}"
    out.mkdir(parents=True, exist_ok=True)
    proof, event = out / f"{name}.tlog-proof", out / f"{name}.json"
    proof.write_bytes(proved["proof"].encode())
    event.write_bytes(proved["event"].encode())
    if json:
        place = {"log": proved["log"], "position": proved["position"]}
        say_json(place | {"proof": str(proof), "event": str(event)})
        return
    say(f"证明 proof {proof}　事件 event {event}")
    say(
        f"核对 check: paicha audit check-proof {proof} {event} --keys keys.json （GET /{proved['log']}/keys）"
    )


def _asked(
    asked: Gateway, fact: str, id_: str | None, publisher: str | None, service: Log | None, *, newest: bool
) -> Any:
    by = {"newest": "true"} if newest else {}
    if id_ is None:
        return _at_position(asked, fact, by)
    first: tuple[Log, ...] = ("hazards", "registry", "reporting")
    logs = first if service is None else (service,)
    *others, last = [partial(asked.get, f"/{log}/proofs") for log in logs]
    for ask in others:
        try:
            return ask(source=fact, id=id_, publisher=publisher, **by).json()
        except Refusal as refusal:
            if "(not_found)" not in refusal.en:
                raise
    return last(source=fact, id=id_, publisher=publisher, **by).json()


def _at_position(asked: Gateway, fact: str, by: dict[str, str]) -> Any:
    place = _POSITION.fullmatch(fact)
    if place is None:
        raise Refusal(
            f"“{fact}”不是 日志:位置；按事实查询请同时给出来源与编号。",
            f"“{fact}” is no log:position; of a fact give source and id.",
            usage=True,
        )
    return asked.get(f"/{place[1]}/proofs", position=int(place[2]), **by).json()
