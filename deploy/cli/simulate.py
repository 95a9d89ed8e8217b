"""`paicha simulate`: a plausible campaign as intake CloudEvents, one JSON a line."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from deploy.cli.progress import ProgressLine
from deploy.cli.terminal import say
from deploy.embedded.refusal import Refusal
from deploy.simulator.campaign_file import read_town
from deploy.simulator.simulate import Plan
from deploy.simulator.simulate import simulate as lines_of

_EVERY = 1_000


def simulate(
    *,
    seed: int,
    out: Annotated[Path, Parameter(allow_leading_hyphen=True)],
    units: Annotated[int, Parameter(validator=Number(gte=1))] = 600,
    hazards: Annotated[int, Parameter(validator=Number(gte=0))] = 5_000,
    until: datetime | None = None,
) -> None:
    """Write a made-up campaign; the same seed and sizes give the same bytes.

    Parameters
    ----------
    seed
        Any number.
    out
        File to write, or - for the terminal's output.
    units
        How many regulated units.
    hazards
        How many hazards; about five facts come of each.
    until
        Leave out what would be sent later: for a deployment with a demo clock.
    """
    if until is not None and until.tzinfo is None:
        raise Refusal(
            "--until 需要时区，例如 2025-01-14T18:00:00+08:00。", "--until takes an offset.", usage=True
        )
    plan = Plan(seed, units, hazards, until)
    progress = ProgressLine(plan.about, "facts")
    written = 0
    try:
        with Path("/dev/stdout" if str(out) == "-" else out).open("wb") as file:
            for line in lines_of(read_town(), plan):
                file.write(line)
                written += 1
                if written % _EVERY == 0:
                    progress.show(written)
    except OSError as error:
        raise Refusal(f"无法写入 {out}：{error.strerror}。", f"Could not write {out}: {error}.") from error
    finally:
        progress.close()
    if str(out) != "-":
        say(f"{written:,} facts → {out}。 接着运行 next: paicha publish {out}")
