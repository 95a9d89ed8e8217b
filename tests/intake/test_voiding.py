"""A voiding over the bus is heard by every service, and its publisher hears the final word last."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from services.hazards.commands import COMMANDS
from services.hazards.reference_cache import ReferenceCache
from shared.clock import Clock
from shared.facts.account import Account
from shared.facts.fact import Fact, FactKey
from shared.facts.receipt import Receipt
from shared.intake.commit.queue import Intake
from shared.intake.judging.retraction import answered
from shared.intake.judging.rules import IntakeRules
from shared.intake.judging.waiting_limits import OF_ONE_ACCOUNT
from shared.intake.waiting.hooks import Hooks
from tests.intake.conftest import TOWNSHIP, Town, fact, found
from tests.intake.taking_in import nothing_waits, outcomes, over_bus
from tests.support.relaying import eventually

PLATFORM = Account("platform", TOWNSHIP, "reporter", frozenset({"v-a"}))
ELSEWHERE = FactKey("paicha", "tests", "x")


def voiding(id: str = "void", of: str = "x", account: Account | None = None, **more: str) -> Fact:
    data = {"source_": "tests", "id_": of, "reason": "录入错误"} | more
    return fact("fact.voided", id=id, **data, **({} if account is None else {"account": account}))


async def posted(intake: Intake, *facts: Fact) -> list[Receipt | None]:
    return await intake.submit(list(facts), over_bus=False)


async def test_that_it_waits_is_said_a_little_later(town: Town) -> None:
    intake = await town.intake()

    sent = voiding(), voiding(), voiding(reason="别的理由")
    assert await over_bus(intake, *sent) == [None, None, "rejected"]
    await eventually(lambda: len(town.announced) >= 1)

    assert set(outcomes(town.announced)) == {("void", "waiting", None)}
    assert [receipt and receipt.outcome for receipt in await posted(intake, voiding("other"))] == ["waiting"]


@pytest.mark.parametrize("heard", [answered(ELSEWHERE), answered(ELSEWHERE._replace(publisher=""))])
async def test_of_another_services_fact_nothing_is_said(town: Town, heard: tuple[str, str]) -> None:
    """Heard of before the voiding or soon after it: the other service answers, whatever it answers."""
    intake = await town.intake()
    assert await over_bus(intake, voiding("early")) == [None]

    intake.release(await town.learn(heard, said="registry"))

    assert await over_bus(intake, voiding("late")) == [None]
    assert await town.rows("select 1 from waiting") == []
    # What is said of the last of them would be said after whatever is said of the others.
    assert await over_bus(intake, voiding("last", of="nobodys")) == [None]
    await eventually(lambda: town.announced)
    assert outcomes(town.announced) == [("last", "waiting", None)]
    (receipt,) = await posted(intake, voiding("posted"))
    assert receipt is not None
    assert (receipt.code, receipt.outcome) == ("wrong_service", "rejected")


@asynccontextmanager
async def silent(town: Town, waiting_seconds: float) -> AsyncIterator[Intake]:
    """Of the service that does not answer for what nobody knows."""
    known = ReferenceCache(town.pool)
    rules = IntakeRules("hazards", COMMANDS, known, waiting_seconds, answers_for_the_bus=False)

    async def announce(receipts: Sequence[Receipt]) -> None:
        town.announced.extend(receipts)

    intake = Intake(town.pool, Clock(), rules, Hooks(announce=announce))
    await intake.start()
    try:
        yield intake
    finally:
        await intake.stop()


async def test_the_service_that_does_not_answer_says_nothing_however_often_it_is_sent(town: Town) -> None:
    async with silent(town, 0.5) as intake:
        assert await over_bus(intake, voiding(), voiding(), voiding("of-it", of="void")) == [None] * 3
        assert await over_bus(intake, voiding()) == [None]
        await nothing_waits(town)
    assert town.announced == []


async def test_an_id_that_the_other_service_refused_is_free_here_too(town: Town) -> None:
    """Nothing is said the first time, so it is sent again, as whatever has no receipt."""
    async with silent(town, 60) as intake:
        await over_bus(intake, found("h-1"), fact("hazard.closed", id="x", hazard_id="h-1", by="v-a"))
        assert await over_bus(intake, voiding(of="elsewhere")) == [None]
        assert await over_bus(intake, voiding()) == [None]
        assert await over_bus(intake, voiding()) == ["accepted"]
        await nothing_waits(town)


async def test_the_service_that_does_not_answer_refuses_nothing_when_too_many_wait(town: Town) -> None:
    """They are the other service's, mostly. Its answer stands; one of this service's is sent again."""
    async with silent(town, 600) as intake:
        await over_bus(intake, *(voiding(f"v-{nth}", of=f"x-{nth}") for nth in range(OF_ONE_ACCOUNT.facts)))
        assert await over_bus(intake, voiding()) == [None]
        assert await town.rows("select 1 from refusals") == []
        await over_bus(intake, found("h-1"), fact("hazard.closed", id="x", hazard_id="h-1", by="v-a"))
        assert await over_bus(intake, voiding()) == ["accepted"]
        closed = fact("hazard.closed", id="y", hazard_id="h-unknown", by="v-a")
        assert await over_bus(intake, closed) == ["waiting"]


async def test_the_safety_office_takes_back_whatever_a_publisher_will_have_sent(town: Town) -> None:
    """It names no publisher, and the fact comes later."""
    intake = await town.intake()
    await over_bus(intake, found("h-1"))
    assert await over_bus(intake, voiding()) == [None]

    closed = fact("hazard.closed", id="x", hazard_id="h-1", by="v-a", account=PLATFORM)
    assert await over_bus(intake, closed) == ["accepted"]
    await eventually(lambda: len(town.announced) == 1)

    assert town.announced[0].outcome == "accepted"


async def test_whose_fact_is_meant_has_to_be_said_where_two_sent_it(town: Town) -> None:
    intake = await town.intake()
    other = Account("other", TOWNSHIP, "reporter", frozenset({"v-a"}))
    sent = [
        fact("hazard.closed", id="x", hazard_id="h-1", by="v-a", account=account, remark=account.name)
        for account in (PLATFORM, other)
    ]
    assert await over_bus(intake, found("h-1"), *sent) == ["accepted"] * 3

    (ambiguous,) = await posted(intake, voiding())
    (clear,) = await posted(intake, voiding("clear", publisher="other"))

    assert ambiguous is not None
    assert clear is not None
    assert ambiguous.code == "publisher_needed"
    assert "other, platform" in str(ambiguous.message)
    assert clear.outcome == "accepted"


async def somebody_elsewhere(town: Town) -> Account:
    """In another town, which has a unit and a village of the same names."""
    far = Account("far", "500112999", "reporter", frozenset({"v-a"}))
    await town.pool.execute(
        "insert into known (township, kind, id, said) values ($1, 'unit', 'u-1', ''), "
        "($1, 'organisation', 'v-a', 'village')",
        far.township,
    )
    return far


async def test_another_towns_fact_of_that_name_does_not_make_it_unclear(town: Town) -> None:
    intake = await town.intake()
    far = await somebody_elsewhere(town)
    there = fact(
        "hazard.found", id="x", account=far, hazard_id="h-1", unit_id="u-1", by="v-a", severity="general",
        description="通道堵塞",
    )  # fmt: skip
    here = fact("hazard.closed", id="x", hazard_id="h-1", by="v-a", account=PLATFORM)
    assert await over_bus(intake, there, found("h-1"), here) == ["accepted"] * 3

    (receipt,) = await posted(intake, voiding())

    assert receipt is not None
    assert (receipt.outcome, receipt.code) == ("accepted", None)


async def test_another_towns_repetition_neither(town: Town) -> None:
    intake = await town.intake()
    far = await somebody_elsewhere(town)
    there = {"account": far, "unit_id": "u-1", "by": "v-a", "severity": "general", "description": "堵塞"}
    twice = [fact("hazard.found", id=id_, hazard_id="h-9", **there) for id_ in ("first", "x")]
    here = fact("hazard.closed", id="x", hazard_id="h-1", by="v-a", account=PLATFORM)
    assert await over_bus(intake, *twice, found("h-1"), here) == ["accepted"] * 4

    (receipt,) = await posted(intake, voiding())

    assert receipt is not None
    assert (receipt.outcome, receipt.code) == ("accepted", None)


async def test_a_repeated_introduction_is_not_taken_back_either(town: Town) -> None:
    intake = await town.intake()
    assert await over_bus(intake, found("h-1", id="first"), found("h-1", id="x")) == ["accepted"] * 2

    (receipt,) = await posted(intake, voiding())

    assert receipt is not None
    assert receipt.code == "introduces_subject"


async def test_a_repetition_is_refused_by_the_service_that_answers_alone(town: Town) -> None:
    """It became no event, so that the other service cannot hear whose it was, and answers for it."""
    async with silent(town, 60) as intake:
        await over_bus(intake, found("h-1", id="first"), found("h-1", id="x"))
        assert await over_bus(intake, voiding()) == [None]
        assert await town.rows("select 1 from waiting") == []
        (receipt,) = await posted(intake, voiding())
        assert receipt is not None
        assert receipt.code == "introduces_subject"


async def test_what_nobody_sent_is_refused_by_the_name_it_was_given(town: Town) -> None:
    intake = await town.intake(waiting_seconds=0.3)
    assert await over_bus(intake, voiding(of="nothing")) == [None]
    await eventually(lambda: any(receipt.outcome == "rejected" for receipt in town.announced))
    (refusal,) = [receipt for receipt in town.announced if receipt.outcome == "rejected"]
    assert refusal.code == "unknown_reference"
    assert "“tests nothing”" in str(refusal.message)
