"""Parts of the logs in the database, in buckets of subjects, until all are there and can be counted."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import orjson

from services.reporting.generations.part import OF_TOWNS, Part
from shared.canonical import GENESIS
from shared.event_log.connection import Connection
from shared.read_model.checkpoint import Checkpoint
from shared.read_model.checkpointed import Checkpointed
from shared.read_model.order import AnotherLog, Gap

EVENTS_AT_ONCE = 25_000
"""Counted in one transaction, and in memory so long: more only where one bucket holds more."""

_LEFT = """
select log, township, bucket, sum(events)::bigint from staged group by log, township, bucket
order by log = 'hazards', bucket <> $1, township, bucket
"""
_TAKE = "delete from staged where log = $1 and township = $2 and bucket = $3 returning first, entries"


@dataclass(frozen=True, slots=True)
class Work:
    """Buckets of one log that are counted in one transaction."""

    log: str
    keys: Sequence[tuple[str, int]]
    """Town and bucket."""
    events: int


async def stage(model: Checkpointed, part: Part) -> int:
    """With its provenance and the checkpoint. Returns how many events were new: all or none."""
    async with model.writing() as writing:
        before = writing.folded.checkpoint(part.log)
        if part.last <= before.position:
            return 0
        _refuse_unless_next(before, part)
        connection = writing.connection
        await connection.copy_to_table("provenance", source=BytesIO(part.provenance))
        await connection.copy_records_to_table(
            "staged",
            records=[
                (part.log, each.township, each.number, part.first, each.events, each.entries)
                for each in part.buckets
            ],
        )
        reached = Checkpoint(part.log_id, part.last, part.hash, part.recorded)
        await model.save(writing, part.log, reached)
    return part.last - part.first + 1


def _refuse_unless_next(before: Checkpoint, part: Part) -> None:
    if part.first != before.position + 1:
        raise Gap(f"{part.log}: {part.first} after {before.position}")
    if before.log_id not in (None, part.log_id) or (before.hash or GENESIS) != part.previous_hash:
        raise AnotherLog(f"{part.log}: {part.first} does not continue what was applied")


async def waves(connection: Connection) -> list[list[Work]]:
    """What is left to count. A wave looks at what those before it have written, at nothing of its own."""
    found: defaultdict[tuple[bool, bool], list[Work]] = defaultdict(list)
    for log, township, bucket, events in await connection.fetch(_LEFT, OF_TOWNS):
        wave = found[log == "hazards", bucket != OF_TOWNS]
        if wave and wave[-1].events + events <= EVENTS_AT_ONCE:
            last = wave.pop()
            wave.append(Work(log, (*last.keys, (township, bucket)), last.events + events))
        else:
            wave.append(Work(log, ((township, bucket),), events))
    return [found[key] for key in sorted(found)]


async def take(connection: Connection, log: str, township: str, bucket: int) -> list[Any]:
    """Kind, id and entries, as recorded; no longer staged from then on. Nothing where it was taken before."""
    parts = sorted(await connection.fetch(_TAKE, log, township, bucket))
    return [subject for _, entries in parts for subject in orjson.loads(entries)]
