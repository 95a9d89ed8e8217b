"""The state that this service's own tables say: what its figures are answered from at this moment."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from asyncpg import Record

from services.reporting.read_model import FIGURES
from services.reporting.reading.positions import applied_positions
from services.reporting.reading.recount_queue import WALKED_MIB
from services.reporting.reading.snapshot import snapshot
from services.reporting.state_digests.items import NO_ENTRIES, marks_item, row_item, with_entry, written
from services.reporting.verification.verifying import OWN
from shared.event_log.connection import Connection, Pool
from shared.event_log.head import read_head
from shared.problems import Rejected
from shared.read_model.entry import decode
from shared.read_model.statements import read_folded

_SIZE = "select coalesce(sum(octet_length(entries)), 0) from subjects"
_ROWS = "select township, kind, id, entries, marks from subjects"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Kept:
    last: Mapping[str, int]
    """By log, what has been applied; of its own log, its end."""
    state: str


async def kept_state(pool: Pool) -> Kept:
    """Of one moment. Raises `not_ready` while the rows are not whole, `too_large_for_digests`."""
    async with snapshot(pool) as connection:
        folded = await read_folded(connection, FIGURES)
        folded.refuse_unless_whole()
        if await connection.fetchval(_SIZE) > WALKED_MIB * 1024 * 1024:
            raise Rejected("too_large_for_digests", limit=str(WALKED_MIB))
        last = {**applied_positions(folded), OWN: (await read_head(connection)).position}
        return Kept(last, written(await _sum(connection)))


async def _sum(connection: Connection) -> int:
    total = 0
    cursor = await connection.cursor(_ROWS)
    while some := await cursor.fetch(_AT_ONCE):
        total += sum(map(_of_row, some))
    return total


def _of_row(row: Record) -> int:
    township, kind, subject, entries, marks = row
    hash_ = NO_ENTRIES
    for entry in decode(entries):
        hash_ = with_entry(hash_, entry)
    of_marks = (
        marks_item(township, (kind, subject), campaign, map(tuple, listed))
        for campaign, listed in orjson.loads(marks).items()
    )
    return row_item(township, (kind, subject), hash_) + sum(of_marks)
