"""Figures as of many moments at once: each account in its turn, while everyone else is answered."""

import asyncio
import gc
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from services.reporting.counting.period import Period
from services.reporting.reading import recount_queue
from services.reporting.reading.asked_form import Form
from services.reporting.reading.question import Question
from services.reporting.subjects.campaign import Campaign
from services.reporting.turns.admission import MOST_OF_ONE
from services.reporting.turns.giving_up import GivenUp
from shared.event_log.connection import Pool
from shared.instant import SHANGHAI, microseconds, write_instant
from shared.metrics import REGISTRY
from tests.reporting.running import PATIENCE_SECONDS, RunningReporting, over_http, running_reporting
from tests.reporting.story import CAMPAIGN, TOWN, town
from tests.reporting.telling import found, unit
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

MORE_THAN_CONNECTIONS = 12
FIRST = datetime(2024, 12, 1, tzinfo=SHANGHAI)
OFFICES = FIRST + timedelta(days=30)


@dataclass
class Counting:
    """Whoever recounts stops, until `go_on` is set, after it has read the rows and before it counts them."""

    go_on: threading.Event = field(default_factory=threading.Event)
    cutoffs: list[int] = field(default_factory=list)
    """In the order of their turns."""


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counting]:
    counting = Counting()
    period_of = Period.of

    def held_up(campaign: Campaign, cutoff: int | None = None) -> Period:
        if cutoff is not None:
            counting.cutoffs.append(cutoff)
            counting.go_on.wait(PATIENCE_SECONDS * 2)
        return period_of(campaign, cutoff)

    monkeypatch.setattr(Period, "of", held_up)
    yield counting
    counting.go_on.set()


@pytest.fixture
async def reporting(
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
) -> AsyncIterator[RunningReporting]:
    story = town()
    unit(story)
    found(story)
    async with running_reporting(bus, await service_database("reporting"), tmp_path, story) as reporting:
        await reporting.publish()
        yield reporting


@pytest.fixture
async def connected(reporting: RunningReporting) -> AsyncIterator[RunningReporting]:
    async with over_http(reporting) as connected:
        yield connected


def cutoffs(number: int) -> list[datetime]:
    return [FIRST + timedelta(hours=each) for each in range(number)]


def asking(
    reporting: RunningReporting, role: str, moments: Sequence[datetime], annex: str = "annex-3"
) -> "list[asyncio.Task[httpx.Response]]":
    """The role stands for its account."""
    return [
        asyncio.create_task(reporting.get(annex, role, occurred_until=each.isoformat())) for each in moments
    ]


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not reached():
            await asyncio.sleep(0.01)


def waiting() -> float | None:
    return REGISTRY.get_sample_value("paicha_turns_waiting_requests", {"work": "recount"})


def dropped() -> float:
    value = REGISTRY.get_sample_value("paicha_turns_dropped_requests_total", {"work": "recount"})
    assert value is not None
    return value


def held(pool: Pool) -> int:
    return pool.get_size() - pool.get_idle_size()


async def test_who_waits_for_a_recount_holds_no_connection(
    reporting: RunningReporting, counting: Counting
) -> None:
    asked = asking(reporting, "safety_office", cutoffs(MORE_THAN_CONNECTIONS))
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert (await reporting.document("annex-3"))["positions"] == reporting.story.positions
        assert (await reporting.client.get("/health/ready")).status_code == 200
    await until(lambda: held(reporting.pool) == 0 and waiting() == MORE_THAN_CONNECTIONS)
    assert not any(task.done() for task in asked)
    counting.go_on.set()
    answered = await asyncio.gather(*asked)
    assert len({answer.json()["digest"] for answer in answered}) == MORE_THAN_CONNECTIONS


async def test_one_account_that_asks_for_much_makes_another_wait_for_one_recount(
    connected: RunningReporting, counting: Counting
) -> None:
    flood = asking(connected, "auditor", cutoffs(200))
    await until(lambda: waiting() == MOST_OF_ONE)
    await until(lambda: sum(asked.done() for asked in flood) == 200 - MOST_OF_ONE)
    office = asking(connected, "safety_office", [OFFICES])
    await until(lambda: waiting() == MOST_OF_ONE + 1)
    counting.go_on.set()
    assert (await office[0]).status_code == 200
    answers = await asyncio.gather(*flood)
    assert counting.cutoffs[1] == microseconds(OFFICES)
    refused = [answer for answer in answers if answer.status_code != 200]
    assert len(refused) == 200 - MOST_OF_ONE
    assert {answer.json()["code"] for answer in refused} == {"too_many_requests"}
    assert {(answer.status_code, answer.headers["retry-after"]) for answer in refused} == {(429, "5")}


async def test_who_hung_up_costs_the_next_nothing_but_what_is_being_counted(
    connected: RunningReporting, counting: Counting
) -> None:
    before = dropped()
    flood = [
        asked for role in ("auditor", "leader", "dashboard") for asked in asking(connected, role, cutoffs(50))
    ]
    await until(lambda: waiting() == 150)
    for asked in flood:
        asked.cancel()
    await until(lambda: waiting() == 0)
    assert dropped() == before + 150
    office = asking(connected, "safety_office", [OFFICES])
    await until(lambda: waiting() == 1)
    counting.go_on.set()
    assert (await office[0]).status_code == 200
    assert counting.cutoffs == [counting.cutoffs[0], microseconds(OFFICES)]


async def test_the_same_question_of_several_is_counted_once_for_both_forms(
    reporting: RunningReporting, counting: Counting
) -> None:
    held_up = asking(reporting, "auditor", cutoffs(1))
    await until(lambda: len(counting.cutoffs) == 1)
    asked = [
        *asking(reporting, "safety_office", [OFFICES, OFFICES]),
        *asking(reporting, "leader", [OFFICES], "annex-4"),
    ]
    await until(lambda: waiting() == 4)
    joined = asking(reporting, "dashboard", cutoffs(1))
    await until(lambda: waiting() == 5)
    counting.go_on.set()
    answers = await asyncio.gather(*held_up, *asked, *joined)
    assert {answer.status_code for answer in answers} == {200}
    assert counting.cutoffs == [microseconds(FIRST), microseconds(OFFICES)]
    assert answers[0].json() == answers[-1].json()
    assert {answer.json()["annex"] for answer in answers} == {"annex-3", "annex-4"}


async def test_whoever_shares_a_recount_gets_it_though_the_first_to_ask_hung_up(
    connected: RunningReporting, counting: Counting
) -> None:
    first = asking(connected, "auditor", cutoffs(1))
    await until(lambda: len(counting.cutoffs) == 1)
    second = asking(connected, "safety_office", cutoffs(1))
    await until(lambda: waiting() == 2)
    first[0].cancel()
    await until(lambda: waiting() == 1)
    counting.go_on.set()
    assert (await second[0]).status_code == 200
    assert len(counting.cutoffs) == 1


async def test_a_town_that_no_memory_holds_is_not_counted_anew(
    reporting: RunningReporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recount_queue, "MOST_MIB", 0)
    refused = await asking(reporting, "safety_office", cutoffs(1))[0]
    assert (refused.status_code, refused.json()["code"]) == (422, "town_too_large")
    assert (await reporting.get("annex-3")).status_code == 200
    monkeypatch.undo()
    assert (await asking(reporting, "safety_office", cutoffs(1))[0]).status_code == 200


async def test_the_collector_rests_only_while_a_town_is_counted(reporting: RunningReporting) -> None:
    asked = Question("a", TOWN, "annex-3", CAMPAIGN, None, None, None, {}, None)
    until_when, positions = write_instant(OFFICES), reporting.story.positions
    form = Form("annex-3", reporting.story.campaign(), "1", until_when, None, positions)
    collecting = []

    def failing(_: threading.Event) -> None:
        collecting.append(gc.isenabled())
        raise GivenUp

    with pytest.raises(GivenUp):
        await reporting.app.state.recounting.of_these(asked, form, "a failure", failing)
    assert (collecting, gc.isenabled()) == ([False], True)
