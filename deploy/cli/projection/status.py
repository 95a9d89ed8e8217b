"""`paicha projection status`: which generation answers, how far the others are, and what was decided."""

from pathlib import Path

from deploy.cli.gateway import gateway
from deploy.cli.projection.generations import ROLE, known, told
from deploy.cli.terminal import say, say_json


def status(*, data: Path | None = None, json: bool = False) -> None:
    """Which generation answers, how far the others are, what a comparison found, and who switched.

    Parameters
    ----------
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print it as JSON.
    """
    answer = known(gateway(data, ROLE))
    if json:
        say_json(answer)
        return
    for each in answer["generations"]:
        state = "live 现行" if each["live"] else "built 已建成" if each["built"] else "building 建立中"
        kept = "" if each["kept_until"] is None else f", kept until 保留至 {each['kept_until']}"
        behind = "" if each["live"] else f", {each['behind']:,} behind 落后"
        at = " ".join(f"{log}:{position}" for log, position in sorted(each["positions"].items()))
        say(f"{each['name']}: {state}, version 版本 {each['version']}, {at}{behind}{kept}")
        if each["compared"] is not None and not each["live"]:
            for line in told(each["compared"]):
                say(f"  {line}")
        if each["signed"] is not None:
            say(f"  签认 signed: {each['signed']['actor']}: {each['signed']['reason']}")
    for each in answer["switches"]:
        say(
            f"{each['at']} {each['act']}: {each['from_generation']} → {each['to_generation']}, "
            f"{each['actor']}: {each['reason']}"
        )
