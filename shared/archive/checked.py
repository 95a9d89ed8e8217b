"""Reading a segment whose every event is held against the chain and the columns beside it."""

from collections.abc import Iterator

import pyarrow as pa

from shared.archive.columns import PLACED, batch_of, raws_of
from shared.archive.parquet import SegmentFile
from shared.archive.segment import Segment
from shared.event_log.chain import Broken, Chain, Run, read_link


def checked_runs(file: SegmentFile, segment: Segment, after: int = 0) -> Iterator[Run]:
    """Its events, row group by row group, from the group on that has position `after` + 1. Raises `Broken`.

    What is yielded follows from what came before it; that it was not altered as a whole is known only at the
    end, when the last hash is that of the manifest.
    """
    chain = Chain(segment.log, segment.log_id, segment.first - 1, segment.previous_hash)
    batches = file.batches(after)
    here = next(batches, None)
    while here is not None:
        then = next(batches, None)
        first, batch = here
        raws = raws_of(batch)
        if first > chain.position + 1:
            # A row group that is not the first: what is before it is taken as its first event says.
            chain.position, chain.hash = first - 1, _previous(batch) or ""
        behind = segment.last_hash if then is None else _previous(then[1])
        links = chain.follow(raws, behind, PLACED)
        if chain.position > segment.last:
            raise Broken(segment.last + 1, "count")
        if not batch.equals(made := batch_of(first, raws, links)):
            raise Broken(first + _differing(batch, made), "columns")
        yield Run(first, raws)
        here = then
    if chain.position < segment.last:
        raise Broken(chain.position + 1, "count")
    if chain.hash != segment.last_hash:
        raise Broken(segment.last, "hash")


def _previous(batch: pa.RecordBatch) -> str | None:
    """The hash that its first event names as the one before it."""
    raws = raws_of(batch.slice(0, 1))
    link = read_link(raws[0], PLACED) if raws else None
    return None if link is None else link.previoushash


def _differing(batch: pa.RecordBatch, made: pa.RecordBatch) -> int:
    """The first row."""
    return next(row for row in range(len(batch)) if batch.slice(row, 1) != made.slice(row, 1))
