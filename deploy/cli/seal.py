"""`paicha audit seal`: a signed checkpoint of each log, to be handed to somebody else."""

from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from deploy.cli.gateway import gateway
from deploy.cli.terminal import say, say_json

Log: TypeAlias = Literal["registry", "hazards", "reporting"]


def seal(
    *, service: Log | None = None, out: Path | None = None, data: Path | None = None, json: bool = False
) -> None:
    """Seal each log now, and print the signed notes: whoever keeps one can show later what stood in the log.

    Parameters
    ----------
    service
        registry, hazards or reporting; all of them when left out.
    out
        Folder to write each note to as well, as hazards-1234.note.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print the notes as JSON.
    """
    asked = gateway(data, "operator")
    logs = [service] if service is not None else list(get_args(Log))
    sealed: dict[str, Any] = {log: asked.post(f"/{log}/checkpoints").json() for log in logs}
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for log, each in sealed.items():
            (out / f"{log}-{each['size']}.note").write_text(each["note"], "utf-8")
    if json:
        say_json({"checkpoints": [{"log": log, **each} for log, each in sealed.items()]})
    else:
        for each in sealed.values():
            for line in each["note"].splitlines():
                say(line)
            say("")
