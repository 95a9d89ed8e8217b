"""`paicha projection sign`, `cutover`, `rollback` and `drop`: what an operator decides about generations."""

from pathlib import Path
from typing import Any

from deploy.cli.gateway import gateway, segment
from deploy.cli.projection.generations import PATH, ROLE, meant, told
from deploy.cli.terminal import say, say_json


def sign(
    difference: str,
    /,
    *,
    reason: str,
    generation: str | None = None,
    data: Path | None = None,
    json: bool = False,
) -> None:
    """Take on the difference that was found, so that the generation may answer. It is recorded who and why.

    Parameters
    ----------
    difference
        Its digest, as `status` shows it.
    reason
        Why it is right.
    generation
        Which one; needed only where several wait.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print it as JSON.
    """
    service = gateway(data, ROLE)
    name = meant(service, generation)
    body = {"difference": difference, "reason": reason}
    signed = service.post(f"{PATH}/{segment(name)}/sign", body).json()
    _print(signed, f"{name}: 已签认 signed, {signed['actor']}", json=json)


def cutover(
    generation: str | None = None, /, *, reason: str, data: Path | None = None, json: bool = False
) -> None:
    """Compare once more and let the generation answer. The one before is kept up for a day.

    Parameters
    ----------
    generation
        Which one; needed only where several wait.
    reason
        Why, for the record.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print the outcome as JSON.
    """
    service = gateway(data, ROLE)
    name = meant(service, generation)
    done = service.post(f"{PATH}/{segment(name)}/cutover", {"reason": reason}).json()
    _print(done, "\n".join(["已切换 switched: " + _way(done), *told(done["compared"])]), json=json)


def rollback(*, reason: str, data: Path | None = None, json: bool = False) -> None:
    """Let the generation before answer again, at once. Refused where it did not keep up.

    Parameters
    ----------
    reason
        Why, for the record.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print the outcome as JSON.
    """
    done = gateway(data, ROLE).post(f"{PATH}/rollback", {"reason": reason}).json()
    _print(done, "已退回 rolled back: " + _way(done), json=json)


def drop(generation: str, /, *, data: Path | None = None, json: bool = False) -> None:
    """Drop a generation that does not answer.

    Parameters
    ----------
    generation
        As `status` shows it.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print the outcome as JSON.
    """
    gateway(data, ROLE).post(f"{PATH}/{segment(generation)}/drop")
    _print({"dropped": generation}, f"{generation}: 已删除 dropped", json=json)


def _way(done: dict[str, Any]) -> str:
    return f"{done['from_generation']} → {done['to_generation']}"


def _print(done: dict[str, Any], for_people: str, *, json: bool) -> None:
    if json:
        say_json(done)
        return
    for line in for_people.split("\n"):
        say(line)
