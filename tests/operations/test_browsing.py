"""A log is looked through by type and subject, a stretch at a time, in the own town; causes of an event."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from shared.event_log.connection import Connection
from shared.events.envelope import Envelope
from shared.operations.browsing import events as browsing
from shared.operations.browsing.chain import chain_of
from shared.operations.browsing.events import EventFilter, beside, event_at, look_through
from shared.problems import Rejected
from tests.support.databases import TestDatabase

HERE, ELSEWHERE = "500112143", "500112143-2"
BEGAN = datetime(2024, 12, 1, tzinfo=UTC)
ALL = EventFilter(None, None)


def told(position: int, town: str, subject: str, version: int, type_: str, **more: Any) -> Envelope:
    fact = more.pop("fact", f"f-{position}")
    correlation = more.pop("correlation", f"c-{position}")
    recorded = BEGAN + timedelta(seconds=position)
    return Envelope(
        log="hazards", log_id="log", position=position, previous_hash="", township=town,
        stream=f"{town}/hazard/{subject}", stream_version=version, type=type_, version=1, occurred=BEGAN,
        recorded=recorded, actor="a", actor_organisation="v-a", publisher="p", fact_source="/s",
        fact_id=fact, fact_digest="0" * 64, correlation=correlation, causation=fact,
        data={"hazard_id": subject} | more,
    )  # fmt: skip


STORY = [
    told(1, HERE, "h-1", 1, "hazard.found", fact="found", correlation="together"),
    told(2, HERE, "h-2", 1, "hazard.found", correlation="together"),
    told(3, ELSEWHERE, "h-1", 1, "hazard.found", fact="found", correlation="together"),
    told(4, HERE, "h-1", 2, "hazard.closed", fact="closed"),
    told(5, ELSEWHERE, "h-1", 2, "hazard.closed", fact="closed"),
    told(6, HERE, "h-1", 3, "fact.voided", source="/s", id="closed", reason="错报"),
    told(7, ELSEWHERE, "h-1", 3, "hazard.closed"),
    told(8, HERE, "h-1", 4, "hazard.closed"),
]


@pytest.fixture
async def log(service_database: Callable[[str], Awaitable[TestDatabase]]) -> AsyncIterator[Connection]:
    database = await service_database("hazards")
    connection = await asyncpg.connect(database.dsn)
    await connection.executemany(
        "insert into events values ($1, $2, $3, $4)",
        [(each.position, each.stream, each.stream_version, each.to_bytes()) for each in STORY],
    )
    await connection.executemany(
        "insert into recorded_facts values ($1, $2, $3, $4, $5)",
        [
            (f"{each.publisher}-{each.township}", each.fact_source, each.fact_id, "0" * 64, each.position)
            for each in STORY
        ],
    )
    yield connection
    await connection.close()


async def positions(log: Connection, by: EventFilter, before: int = 100, town: str = HERE) -> list[int]:
    return [each.position for each in (await look_through(log, town, by, before)).events]


async def test_by_type_and_subject_in_the_own_town(log: Connection) -> None:
    assert await positions(log, ALL) == [8, 6, 4, 2, 1]
    assert await positions(log, ALL, before=6) == [4, 2, 1]
    assert await positions(log, ALL, town=ELSEWHERE) == [7, 5, 3]
    assert await positions(log, EventFilter("hazard.closed", None)) == [8, 4]
    assert await positions(log, EventFilter(None, "hazard/h-1")) == [8, 6, 4, 1]
    assert await positions(log, EventFilter("hazard.closed", "hazard/h-1"), before=8) == [4]
    assert await positions(log, EventFilter("closed", None)) == [], "a type is meant whole"
    assert await positions(log, EventFilter(None, f"../{ELSEWHERE}/hazard/h-1")) == []


async def test_a_stretch_at_a_time(log: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsing, "LOOKED_THROUGH", 3)
    found = await look_through(log, HERE, EventFilter("hazard.found", None), 9)
    assert (found.events, found.first, found.goes_on) == ([], 6, True)
    found = await look_through(log, HERE, EventFilter("hazard.found", None), 4)
    assert ([each.position for each in found.events], found.goes_on) == ([2, 1], False)
    monkeypatch.setattr(browsing, "PAGE", 2)
    monkeypatch.setattr(browsing, "LOOKED_THROUGH", 100)
    found = await look_through(log, HERE, ALL, 100)
    assert ([each.position for each in found.events], found.first, found.goes_on) == ([8, 6], 6, True)


async def test_another_towns_event_is_not_there(log: Connection) -> None:
    for position in (3, 5, 99):
        with pytest.raises(Rejected) as refused:
            await event_at(log, HERE, position)
        assert refused.value.code == "not_found"
    assert (await event_at(log, ELSEWHERE, 3))[0] == STORY[2]
    assert await beside(log, HERE, 4) == (2, 6)
    assert await beside(log, ELSEWHERE, 3) == (None, 5)


async def test_what_led_to_an_event_and_on_from_it(log: Connection) -> None:
    closed = await chain_of(log, STORY[3])
    assert closed.introduced_by == STORY[0]
    assert closed.before == STORY[0]
    assert closed.after == STORY[5]
    assert closed.taken_back_by == [STORY[5]]
    voided = await chain_of(log, STORY[5])
    assert voided.takes_back == [STORY[3]], "the same fact of another town is another"
    found = await chain_of(log, STORY[0])
    assert found.introduced_by is None
    assert found.together == [STORY[1]], "what another town sent in the same request is not told"
    assert (await chain_of(log, STORY[7])).taken_back_by == []
