"""A log of a test's own: its tables in an empty database, and events chained as the product chains them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
from sqlalchemy import MetaData
from sqlalchemy.dialects.postgresql import dialect
from sqlalchemy.schema import CreateTable

from shared.event_log.append import HeadMoved, Recording, Row, append
from shared.event_log.connection import Connection
from shared.event_log.head import Head, read_head
from shared.event_log.protection import protect_log
from shared.event_log.tables import log_tables
from shared.events.envelope import Envelope, event_hash
from shared.facts.fact import FactKey
from shared.instant import EPOCH, microseconds
from tests.support.databases import TestDatabase


@dataclass(slots=True)
class TestLog:
    __test__ = False

    name: str
    database: TestDatabase
    _opened: "list[asyncpg.Connection[Any]]" = field(default_factory=list)

    async def connect(self) -> "asyncpg.Connection[Any]":
        """As the service does; ended with the test."""
        connection = await asyncpg.connect(self.database.dsn)
        self._opened.append(connection)
        return connection

    def end(self) -> None:
        for connection in self._opened:
            connection.terminate()


@asynccontextmanager
async def created_log(database: TestDatabase, log: str = "hazards") -> AsyncIterator[TestLog]:
    await _create_tables(database, log)
    made = TestLog(log, database)
    try:
        yield made
    finally:
        made.end()


async def _create_tables(database: TestDatabase, log: str) -> None:
    owner = await asyncpg.connect(database.owner_dsn)
    for table in log_tables(MetaData()):
        await owner.execute(str(CreateTable(table).compile(dialect=dialect())))
    for statement in protect_log(log, database.service):
        await owner.execute(statement)
    await owner.close()


def build(head: Head, count: int, text: str = "x" * 200) -> tuple[Head, list[Row], list[Envelope]]:
    """The next events after a head, as large as a usual one."""
    rows, envelopes, before = [], [], head.position
    recorded = max(EPOCH + timedelta(microseconds=head.recorded + 1), datetime.now(UTC))
    for position in range(head.position + 1, head.position + count + 1):
        envelope = Envelope(
            log=head.log,
            log_id=head.log_id,
            position=position,
            previous_hash=head.hash,
            township="500112143",
            stream=f"500112143/hazard/h-{position}",
            stream_version=1,
            type="hazard.found",
            version=1,
            occurred=datetime(2024, 12, 1, tzinfo=UTC),
            recorded=recorded + timedelta(microseconds=position - before),
            actor="tester",
            actor_organisation="d-1",
            publisher="tester",
            fact_source="/tests",
            fact_id=str(position),
            fact_digest="0" * 64,
            correlation="c",
            causation="c",
            data={"hazard_id": f"h-{position}", "description": text},
        )
        raw = envelope.to_bytes()
        rows.append(Row(position, envelope.stream, 1, raw))
        envelopes.append(envelope)
        head = replace(
            head, hash=event_hash(raw), position=position, recorded=microseconds(envelope.recorded)
        )
    return head, rows, envelopes


async def write(connection: Connection, count: int = 1, text: str = "x" * 200) -> Head:
    """Append `count` events at once, again when another moved the head."""
    while True:
        head = await read_head(connection)
        new, rows, envelopes = build(head, count, text)
        facts = [
            (FactKey(e.publisher, e.fact_source, e.fact_id), e.fact_digest, e.position) for e in envelopes
        ]
        try:
            await append(connection, head, new, microseconds(envelopes[0].recorded), Recording(rows, facts))
        except HeadMoved:
            continue
        return new
