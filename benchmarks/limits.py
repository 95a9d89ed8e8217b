"""What the machine could do at best: the same bytes without anybody deciding, chaining or answering."""

import time

import asyncpg

from benchmarks.servers import Servers, empty_database
from shared.bus.connect import connected
from shared.event_log.head import read_head
from tests.support.logs import build, created_log
from tests.support.servers import PASSWORD, PUBLISHERS

_AT_ONCE = 5_000


async def copy_rate(servers: Servers, rows: int) -> float:
    """Events a second by COPY into the log's own table, one transaction per 5,000."""
    async with empty_database(servers.postgres) as database, created_log(database) as log:
        connection = await log.connect()
        head = await read_head(connection)
        batches = []
        for _ in range(0, rows, _AT_ONCE):
            head, built, _ = build(head, _AT_ONCE)
            batches.append([(row.position, row.stream, row.stream_version, row.raw) for row in built])
        started = time.perf_counter()
        for batch in batches:
            await connection.copy_records_to_table("events", records=batch)
        return head.position / (time.perf_counter() - started)


async def publish_rate(servers: Servers, messages: int) -> float:
    """Messages a second by nats-py to a subject that no stream keeps, until the server has them all."""
    async with empty_database(servers.postgres) as database, created_log(database) as log:
        _, rows, _ = build(await read_head(await log.connect()), 1)
    publisher = PUBLISHERS[0]
    async with connected(servers.nats_url, publisher, PASSWORD) as bus:
        started = time.perf_counter()
        for _ in range(messages):
            await bus.publish(f"intake.{publisher}.bench", rows[0].raw)
        await bus.flush()
        return messages / (time.perf_counter() - started)


async def fsync_mode(dsn: str) -> str:
    """The server itself says which it is, and how it syncs."""
    connection = await asyncpg.connect(dsn)
    try:
        names = ("fsync", "synchronous_commit", "full_page_writes", "wal_sync_method")
        said = [f"{name} {await connection.fetchval(f'show {name}')}" for name in names]
        version = await connection.fetchval("show server_version")
    finally:
        await connection.close()
    return f"Postgres {version}: {', '.join(said)}"
