"""Refusals and dead letters: of one account they fill no disk and push out nobody else's; all have an end."""

from datetime import timedelta

import asyncpg
import pytest

from shared.event_log.connection import Pool
from shared.facts.fact import FactKey
from shared.facts.receipt import Receipt
from shared.intake.store import dead_letters, expiry
from shared.intake.store.dead_letters import DeadLetter, bury
from shared.intake.store.dead_letters_decided import full_accounts, list_letters, remove
from shared.intake.store.expiry import Expiry
from shared.intake.store.statements import keep_refusals, last_refusal
from shared.metrics import REGISTRY
from shared.problems import Rejected
from tests.intake.conftest import TOWNSHIP, Town

ELSEWHERE = "500112999"


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dead_letters, "MOST_OPEN", 5)
    monkeypatch.setattr("shared.intake.store.dead_letters_decided.MOST_OPEN", 5)
    monkeypatch.setattr(expiry, "MOST_REFUSALS", 5)
    monkeypatch.setattr(expiry, "_ROWS", 3)


def refusal(publisher: str, number: int | str, township: str = TOWNSHIP) -> Receipt:
    return Receipt.refused(FactKey(publisher, "/s", str(number)), Rejected("not_json"), township)


def letter(publisher: str, number: int, township: str = TOWNSHIP, where: str = "intake.x.y") -> DeadLetter:
    return DeadLetter(township, publisher, where, str(number).encode(), refusal(publisher, number, township))


async def buried(pool: Pool, *letters: DeadLetter) -> None:
    async with pool.acquire() as connection:
        await bury(connection, letters)


async def refused(pool: Pool, *receipts: Receipt) -> None:
    async with pool.acquire() as connection:
        await keep_refusals(connection, receipts)


async def sweep(pool: Pool, expiry: Expiry) -> None:
    async with pool.acquire() as connection:
        await expiry.sweep(connection)


async def kept(pool: Pool, township: str = TOWNSHIP) -> list[tuple[str, int]]:
    letters = await list_letters(pool, township, None, 0, 500)
    return [(each["publisher"], each["size"]) for each in letters]


def not_kept() -> float:
    return REGISTRY.get_sample_value("paicha_dead_letters_not_kept_total") or 0


async def test_a_flood_of_letters_leaves_the_oldest_and_everybody_elses(town: Town) -> None:
    await buried(town.pool, letter("quiet", 1), letter("flood", 0), letter("flood", 1))
    before = not_kept()
    for first in range(0, 40, 10):
        await buried(
            town.pool, *(letter("flood", n) for n in range(first, first + 10)), letter("late", first)
        )
    rows = await town.rows("select publisher, convert_from(beginning, 'utf8') as text from dead_letters")
    of = {
        name: [row["text"] for row in rows if row["publisher"] == name] for name in ("quiet", "flood", "late")
    }
    assert of == {"quiet": ["1"], "flood": list("01234"), "late": ["0", "10", "20", "30"]}
    assert not_kept() - before == 35
    assert await full_accounts(town.pool, TOWNSHIP) == ["flood"]
    assert await full_accounts(town.pool, ELSEWHERE) == []


async def test_what_an_operator_decided_on_makes_room(town: Town) -> None:
    await buried(town.pool, *(letter("flood", n) for n in range(9)))
    async with town.pool.acquire() as connection:
        await connection.execute(
            "update dead_letters set state = 'skipped' where convert_from(beginning, 'utf8') = '2'"
        )
    await buried(town.pool, letter("flood", 7), letter("flood", 8))
    rows = await town.rows(
        "select convert_from(beginning, 'utf8') as text from dead_letters where state = 'open'"
    )
    assert [row["text"] for row in rows] == list("01347")


async def test_the_same_letter_is_kept_once_and_an_account_is_one_of_its_town(town: Town) -> None:
    await buried(town.pool, letter("a", 1), letter("a", 1), *(letter("b", n) for n in range(5)))
    await buried(town.pool, letter("a", 1), *(letter("b", n, ELSEWHERE) for n in range(10, 13)))
    assert await kept(town.pool) == [("a", 1), *[("b", 1)] * 5]
    assert await kept(town.pool, ELSEWHERE) == [("b", 2)] * 3


async def test_an_endless_subject_is_cut(town: Town) -> None:
    await buried(town.pool, letter("a", 1, where="intake.a." + "x" * 8_000))
    await buried(town.pool, letter("a", 1, where="intake.a." + "x" * 8_000))
    (row,) = await town.rows("select length(subject) as length from dead_letters")
    assert row["length"] == 300


async def test_operators_remove_by_age_and_publisher_and_only_in_their_town(town: Town) -> None:
    await buried(town.pool, letter("a", 1), letter("b", 1), letter("", 1, ""), letter("a", 1, ELSEWHERE))
    assert await remove(town.pool, TOWNSHIP, 1, None) == 0
    assert await remove(town.pool, TOWNSHIP, 0, "a") == 1
    assert await remove(town.pool, TOWNSHIP, 0, None) == 2
    assert await kept(town.pool, ELSEWHERE) == [("a", 1)]


async def test_a_flood_of_refusals_leaves_the_newest_and_everybody_elses(town: Town) -> None:
    sweeper = Expiry(town.pool, 90)
    await refused(town.pool, *(refusal("quiet", n) for n in range(4)))
    await sweep(town.pool, sweeper)
    for first in range(0, 60, 20):
        await refused(
            town.pool, *(refusal("flood", n) for n in range(first, first + 20)), refusal("late", first)
        )
        await sweep(town.pool, sweeper)
    rows = await town.rows("select publisher, fact_id from refusals order by number")
    of = {
        name: [row["fact_id"] for row in rows if row["publisher"] == name]
        for name in ("quiet", "flood", "late")
    }
    assert of == {"quiet": list("0123"), "flood": ["55", "56", "57", "58", "59"], "late": ["0", "20", "40"]}
    async with town.pool.acquire() as connection:
        assert await last_refusal(connection, TOWNSHIP, FactKey("flood", "/s", "59")) is not None
        assert await last_refusal(connection, TOWNSHIP, FactKey("flood", "/s", "1")) is None


async def test_what_an_earlier_process_left_is_trimmed_too(town: Town) -> None:
    await refused(town.pool, *(refusal("flood", n) for n in range(30)))
    await sweep(town.pool, Expiry(town.pool, 90))
    assert len(await town.rows("select 1 from refusals")) == 5


async def test_age_removes_both_in_whatever_state(town: Town) -> None:
    owner = await asyncpg.connect(town.database.owner_dsn)
    for number in range(8):
        await refused(town.pool, refusal(f"p-{number}", number))
        await buried(town.pool, letter(f"p-{number}", number))
    for table, time in (("refusals", "refused_at"), ("dead_letters", "arrived")):
        await owner.execute(
            f"update {table} set {time} = {time} - $1::interval where number <= 7", timedelta(days=91)
        )
    await owner.execute("update dead_letters set state = 'retried' where number = 3")
    await owner.close()
    await sweep(town.pool, Expiry(town.pool, 90))
    assert [row["publisher"] for row in await town.rows("select publisher from refusals")] == ["p-7"]
    assert await kept(town.pool) == [("p-7", 1)]
    assert REGISTRY.get_sample_value("paicha_dead_letters") == 1


async def test_the_service_may_remove_these_and_nothing_of_its_log(town: Town) -> None:
    for table in ("events", "recorded_facts", "log_head"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await town.pool.execute(f"delete from {table}")
