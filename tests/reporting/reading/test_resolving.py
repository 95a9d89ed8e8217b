"""Whatever has arrived and been announced so far: a time that is answered is answered for ever."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import asyncpg
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from services.reporting.projection.apply import Projection
from services.reporting.read_model import FIGURES
from services.reporting.reading.positions import positions_of
from services.reporting.reading.question import Question
from services.reporting.reading.snapshot import snapshot
from shared.canonical import GENESIS
from shared.event_log.connection import Pool
from shared.events.envelope import event_hash
from shared.follower.watermark import Watermark
from shared.follower.watermarks import Watermarks
from shared.instant import microseconds, write_instant
from shared.problems import Rejected
from shared.read_model.checkpointed import Checkpointed
from shared.read_model.statements import read_folded
from tests.reporting.projection.applying import TABLES, published
from tests.reporting.story import LOG_IDS, TOWN, Story, town
from tests.reporting.telling import closed, found, unit, visit
from tests.support.databases import TestDatabase

MICROSECOND = timedelta(microseconds=1)


def telling() -> Story:
    """Some events a microsecond apart, others days."""
    story = town()
    unit(story)
    for day in ("12-01", "12-05", "12-05", "12-20"):
        visit(story, f"i-{len(story.logs['hazards'])}", day)
    found(story, "h1", "12-20")
    unit(story, "u2", when="12-21")
    closed(story, "12-22", "h1")
    return story


STORY = telling()
MOMENTS = sorted({one.recorded for events in STORY.logs.values() for one in events})


@pytest.fixture
async def pool(service_database: Callable[[str], Awaitable[TestDatabase]]) -> AsyncIterator[Pool]:
    database = await service_database("reporting")
    async with asyncpg.create_pool(database.dsn, min_size=1, max_size=3) as pool:
        await Checkpointed(pool, FIGURES).prepare()
        yield pool


@st.composite
def watermarks(draw: st.DrawFn, log: str) -> Watermark:
    """Any that this log may have announced: its head, and a time before its next event."""
    events = STORY.logs[log]
    position = draw(st.integers(0, len(events)))
    first = microseconds(events[position - 1].recorded) if position else 0
    last = microseconds(events[position].recorded if position < len(events) else MOMENTS[-1]) - 1
    hash_ = event_hash(events[position - 1].to_bytes()) if position else GENESIS
    return Watermark(LOG_IDS[log], position, hash_, draw(st.integers(first, max(first, last))))


async def resolved(pool: Pool, until: str, heard: Watermarks) -> dict[str, int] | None:
    """None while it is not final."""
    asked = Question("somebody", TOWN, "annex-3", "winter", None, None, until, {}, None)
    async with snapshot(pool) as connection:
        folded = await read_folded(connection, FIGURES)
        try:
            return await positions_of(connection, asked, folded, heard)
        except Rejected as refused:
            if refused.code != "not_final":
                raise
            return None


@given(data=st.data())
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
async def test_what_is_answered_holds_of_the_whole_logs(pool: Pool, data: st.DataObject) -> None:
    """Events arrive and announcements are heard in any order; once a time is answered, it stays answered."""
    until = data.draw(st.sampled_from(MOMENTS)) + data.draw(st.integers(-1, 1)) * MICROSECOND
    truth = {log: sum(one.recorded < until for one in events) for log, events in STORY.logs.items()}
    await pool.execute(f"truncate {', '.join(TABLES)}")
    projection, heard, before = Projection(Checkpointed(pool, FIGURES)), Watermarks(), None
    applied = dict.fromkeys(STORY.logs, 0)
    for log in data.draw(st.lists(st.sampled_from(list(STORY.logs)), min_size=3, max_size=10)):
        if data.draw(st.booleans()):
            heard.take(log, data.draw(watermarks(log)))
        else:
            reached = data.draw(st.integers(applied[log], len(STORY.logs[log])))
            run = published(STORY, log)[applied[log] : reached]
            applied[log] = reached
            if run:
                await projection.apply(run)
        now = await resolved(pool, write_instant(until), heard)
        assert now == truth or (now is None and before is None)
        before = now
    event("refused" if before is None else "answered")


async def test_all_there_is_can_be_asked_for(pool: Pool) -> None:
    """The microsecond after the last event, once each log has announced that it has passed."""
    projection, heard = Projection(Checkpointed(pool, FIGURES)), Watermarks()
    until = write_instant(MOMENTS[-1] + MICROSECOND)
    for log in STORY.logs:
        await projection.apply(published(STORY, log))
    assert await resolved(pool, until, heard) is None
    for log, events in STORY.logs.items():
        hash_ = event_hash(events[-1].to_bytes())
        heard.take(log, Watermark(LOG_IDS[log], len(events), hash_, microseconds(MOMENTS[-1])))
    assert await resolved(pool, until, heard) == STORY.positions
