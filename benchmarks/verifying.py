"""`python -m benchmarks.verifying [EVENTS]`: what verifying costs an event, in CPU time of who does it.

Another process's CPU (Postgres, NATS) is not in it: it goes on beside, on another core.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg

from benchmarks.servers import Servers, hazards_database, servers
from shared.archive.folder import FolderStore
from shared.archive.reading import manifest_of
from shared.archive.verifying import check_segment
from shared.event_log.head import Head, read_head
from shared.verifying.row_checks import ROW_CHECKS
from shared.verifying.stretch import Stretch, walk
from tests.support.archives import write_archive
from tests.support.databases import TestDatabase
from tests.support.logs import write

_AT_ONCE, _ROUNDS = 1_000, 3


async def _filled(database: TestDatabase, events: int) -> tuple[Head, list[bytes]]:
    connection = await asyncpg.connect(database.dsn)
    for _ in range(events // _AT_ONCE):
        await write(connection, _AT_ONCE)
    head = await read_head(connection)
    raws = [row["raw"] for row in await connection.fetch("select raw from events order by position")]
    await connection.close()
    return head, raws


def _measured(what: str, events: int, work: Callable[[], Any]) -> None:
    best = min(_once(work) for _ in range(_ROUNDS))
    print(f"{what:<12} {best / events * 1e6:6.2f} µs of CPU an event, {events / best:,.0f} a second of CPU")


def _once(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def measure(of: Servers, events: int) -> None:
    async def prepared() -> None:
        async with hazards_database(of) as database:
            head, raws = await _filled(database, events)
            stretch = Stretch(
                database.dsn, head.log, head.log_id, 1, head.position, head.hash, tuple(ROW_CHECKS)
            )
            await asyncio.to_thread(_measured, "log", events, lambda: _sound(walk(stretch).finding))
            with tempfile.TemporaryDirectory() as folder:
                write_archive(Path(folder), raws)
                store = FolderStore(Path(folder))
                entries = manifest_of(store).segments
                del raws
                _measured(
                    "archive",
                    events,
                    lambda: [_sound(check_segment(store.place, each, None, 0)) for each in entries],
                )

    asyncio.run(prepared())


def _sound(finding: object) -> None:
    if finding:
        raise ValueError(finding)


if __name__ == "__main__":
    with servers() as made:
        measure(made, int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
