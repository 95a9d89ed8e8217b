"""Every act is on record: before it is done, with what came of it, for ever, and for the own town."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import asyncpg
import pytest

from shared.clock import Clock
from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.operations.acts import Acts
from shared.problems import Rejected
from tests.support.databases import TestDatabase

HERE = Account("operator@here", "500112143", "operator", frozenset())
ELSEWHERE = Account("operator@elsewhere", "500112999", "operator", frozenset())
LAST = 2**53


@pytest.fixture
async def pool(service_database: Callable[[str], Awaitable[TestDatabase]]) -> AsyncIterator[Pool]:
    database = await service_database("hazards")
    async with asyncpg.create_pool(database.dsn, min_size=1, max_size=2) as pool:
        yield pool


async def test_what_was_done_refused_and_interrupted(pool: Pool) -> None:
    acts = Acts(pool, Clock())
    async with acts.on_record(HERE, "letters_skipped", "7", "试发") as record:
        assert (await acts.read(HERE.township, record.number)).outcome is None, (
            "written down before it is done"
        )
        record.outcome["skipped"] = 1
    with pytest.raises(Rejected):
        async with acts.on_record(HERE, "log_healed"):
            raise Rejected("not_ready", detail="x")
    with pytest.raises(LookupError):
        async with acts.on_record(HERE, "log_sealed"):
            raise LookupError
    with pytest.raises(KeyboardInterrupt):
        async with acts.on_record(HERE, "archive_asked"):
            raise KeyboardInterrupt

    found = await acts.listed(HERE.township, LAST, 10)
    assert [(each.act, each.outcome) for each in found] == [
        ("archive_asked", None), ("log_sealed", {"refused": "internal_error"}),
        ("log_healed", {"refused": "not_ready"}), ("letters_skipped", {"skipped": 1}),
    ]  # fmt: skip
    assert (found[-1].actor, found[-1].target, found[-1].reason) == ("operator@here", "7", "试发")
    assert [each.number for each in await acts.listed(HERE.township, found[1].number, 1)] == [found[2].number]


async def test_another_town_sees_what_was_done_to_the_whole_deployment_alone(pool: Pool) -> None:
    acts = Acts(pool, Clock())
    async with acts.on_record(HERE, "letters_skipped", "7", "试发") as own:
        pass
    async with acts.on_record(HERE, "log_sealed", of_all_towns=True) as shared:
        pass
    assert [each.number for each in await acts.listed(ELSEWHERE.township, LAST, 10)] == [shared.number]
    assert (await acts.read(ELSEWHERE.township, shared.number)).act == "log_sealed"
    with pytest.raises(Rejected) as refused:
        await acts.read(ELSEWHERE.township, own.number)
    assert refused.value.code == "not_found"


async def test_a_reason_holds_for_who_gave_it_and_for_a_while(pool: Pool) -> None:
    acts = Acts(pool, Clock())
    async with acts.on_record(HERE, "figures_looked_at", "replay", "核对"):
        pass
    hour = timedelta(hours=1)
    assert await acts.did_within(HERE, "figures_looked_at", hour)
    assert not await acts.did_within(HERE, "figures_looked_at", timedelta(0))
    assert not await acts.did_within(HERE, "event_looked_at", hour)
    same_name = Account(HERE.name, ELSEWHERE.township, "operator", frozenset())
    assert not await acts.did_within(same_name, "figures_looked_at", hour)


@pytest.mark.parametrize(
    "statement",
    [
        "update acts set outcome = '{}'",
        "update acts set reason = 'another', outcome = null",
        "delete from acts",
        "truncate acts",
    ],
)
async def test_nobody_changes_the_record(pool: Pool, statement: str) -> None:
    async with Acts(pool, Clock()).on_record(HERE, "log_sealed"):
        pass
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pool.execute(statement)
