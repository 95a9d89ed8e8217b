"""`paicha audit digests`: what two parties compare, made of an archive."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from deploy.cli.archive_named import opened
from deploy.cli.progress import ProgressLine
from deploy.cli.terminal import say, say_json
from deploy.embedded.refusal import Refusal
from services.reporting.read_model import FIGURES
from services.reporting.replaying.archive import Archive
from services.reporting.replaying.merged import merged
from services.reporting.state_digests.block import Block
from services.reporting.state_digests.digests import Header, block_line, header_line
from services.reporting.state_digests.making import EVERY, MOST_EVERY, blocks_of
from shared.service.garbage import uncollected


def digests(
    *,
    archive: Annotated[Path, Parameter(name="from")],
    out: Path,
    every: Annotated[int, Parameter(validator=Number(gte=1, lte=MOST_EVERY))] = EVERY,
    json: bool = False,
) -> None:
    """Write the chain of digests of an archive: of its events' bytes, and of all rows and marks they lead to.

    Parameters
    ----------
    archive
        Where the archive lies, or a folder of logs as `paicha audit derive --save` writes it.
    out
        File to write: one JSON object a line.
    every
        Events a digest: with 1, `paicha audit bisect` names the event behind another state, too.
    json
        Print the last digest as JSON.
    """
    held = opened(archive)
    last = {log: held.last(log) for log in held.logs}
    block: Block | None = None
    try:
        with out.open("wb") as file, uncollected():
            file.write(header_line(Header(every, last, FIGURES.version)) + b"\n")
            for block in blocks_in(held, last, every):
                file.write(block_line(block) + b"\n")
    except OSError as error:
        raise Refusal(f"无法写入 {out}：{error.strerror}。", f"Could not write {out}: {error}.") from error
    events, chain = (0, "–") if block is None else (block.events, block.chain)
    if json:
        say_json({"events": events, "last": last, "chain": chain})
    else:
        say(f"{events:,} 个事件 events → {out}  {chain}")


def blocks_in(archive: Archive, last: dict[str, int], every: int) -> Iterator[Block]:
    line = ProgressLine(sum(last.values()), "events 事件")
    try:
        for block in blocks_of(merged(archive, last), every):
            line.show(block.events)
            yield block
    finally:
        line.close()
