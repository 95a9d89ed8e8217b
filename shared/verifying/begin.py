"""Where a verification begins: at the first event, or behind the newest sealed checkpoint that holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from shared.canonical import digest
from shared.event_log.chain import read_link
from shared.event_log.connection import Connection
from shared.merkle.frontier import Frontier
from shared.merkle.ranges import joined
from shared.sealing.checkpoint import SealedCheckpoint
from shared.sealing.tree import NotBuilt, parts
from shared.verifying.row_checks import WRITTEN, Before

_RAW = "select raw from events where position = $1"


@dataclass(frozen=True, slots=True)
class Begin:
    before: Before = field(default_factory=Before.beginning)
    frontier: Frontier = field(default_factory=Frontier)
    """Of everything before."""


async def begin_behind(connection: Connection, newest_first: Iterable[SealedCheckpoint]) -> Begin:
    """Behind the first of these whose root the stored nodes give, and whose chain the event there."""
    for sealed in newest_first:
        try:
            known = await parts(connection, sealed.size)
        except NotBuilt:
            continue
        raw = await connection.fetchval(_RAW, sealed.size)
        written = None if raw is None else read_link(raw, WRITTEN)
        if written is None or digest(raw) != sealed.chain:
            continue
        if joined([part.hash for part in known]) == sealed.root:
            before = Before(sealed.size, sealed.chain, written.recordedtime)
            return Begin(before, Frontier(sealed.size, known))
    return Begin()
