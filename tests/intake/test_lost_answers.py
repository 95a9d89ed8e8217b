"""The database was written and did not say so, or was not written: everybody still gets the right answer."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from types import ModuleType
from typing import Any

import asyncpg
import pytest

from shared.events.envelope import Envelope
from shared.facts.account import Account
from shared.facts.fact import Fact
from shared.intake.commit import group_commit
from shared.intake.commit.group_commit import Judged
from shared.intake.waiting import retry
from shared.problems import Rejected
from tests.intake.conftest import TOWNSHIP, Town, fact, found, wait_no_longer
from tests.intake.taking_in import outcomes, over_bus
from tests.support.relaying import PATIENCE, eventually

Fail = Callable[..., None]


def closed() -> Fact:
    time = "2024-12-02T10:00:00+08:00"
    return fact("hazard.closed", id="closed", hazard_id="h-1", by="v-a", time=time)


@pytest.fixture
def fail_once(monkeypatch: pytest.MonkeyPatch) -> Fail:
    """The next call of a function loses its connection: after its work was done, or before."""

    def fail_once(module: ModuleType, name: str, *, after: bool) -> None:
        real, lost = getattr(module, name), [asyncpg.ConnectionDoesNotExistError()]

        async def failing(*given: Any, **named: Any) -> Any:
            if lost and after:
                await real(*given, **named)
            if lost:
                raise lost.pop()
            return await real(*given, **named)

        monkeypatch.setattr(module, name, failing)

    return fail_once


async def test_what_was_sent_together_keeps_its_order_when_half_of_it_fails(
    town: Town, fail_once: Fail
) -> None:
    intake = await town.intake()
    await intake.submit([found("h-1")], over_bus=False)

    def regraded(reason: str, severity: str) -> Fact:
        return fact("hazard.regraded", id=reason, hazard_id="h-1", severity=severity, reason=reason)

    others = [found(f"x-{n}") for n in range(30)]
    together = [regraded("raised", "major"), *others, regraded("misjudged", "general")]
    fail_once(group_commit, "append", after=False)
    with pytest.raises(asyncpg.PostgresConnectionError):
        await intake.submit(together, over_bus=False)
    # Settled after whatever is left of them.
    await intake.submit([found("h-2")], over_bus=False)
    await intake.submit(together, over_bus=False)

    rows = await town.rows("select raw from events where stream like '%/h-1' order by position")
    assert [Envelope.from_bytes(row["raw"]).fact_id for row in rows][1:] == ["raised", "misjudged"]


async def test_who_waits_for_what_was_written_without_a_word_is_released(town: Town, fail_once: Fail) -> None:
    intake = await town.intake()
    assert await over_bus(intake, closed()) == ["waiting"]
    given = found("h-1", id="found")
    fail_once(group_commit, "append", after=True)
    with pytest.raises(asyncpg.PostgresConnectionError):
        await over_bus(intake, given)

    assert await over_bus(intake, given) == ["duplicate"]
    await eventually(lambda: len(town.announced) == 1)
    assert outcomes(town.announced) == [("closed", "accepted", None)]


async def test_who_waits_is_released_when_a_refusal_beside_it_could_not_be_kept(
    town: Town, fail_once: Fail
) -> None:
    intake = await town.intake()
    assert await over_bus(intake, closed()) == ["waiting"]
    village = Account("li", TOWNSHIP, "reporter", frozenset({"v-a"}))
    given = [found("h-1", id="found"), found("h-5", by="v-b", id="no", account=village)]
    fail_once(group_commit, "keep_refusals", after=False)
    with pytest.raises(asyncpg.PostgresConnectionError):
        await over_bus(intake, *given)

    assert await over_bus(intake, *given) == ["duplicate", "rejected"]
    await eventually(lambda: len(town.announced) == 1)
    assert outcomes(town.announced) == [("closed", "accepted", None)]


async def test_what_began_to_wait_without_a_word_waits_in_its_line(town: Town, fail_once: Fail) -> None:
    intake = await town.intake()
    await over_bus(intake, found("h-1"))
    merged = fact("hazard.merged", id="merged", hazard_id="h-1", into="h-2")
    fail_once(retry, "let_wait", after=True)
    with pytest.raises(asyncpg.PostgresConnectionError):
        await over_bus(intake, merged)

    assert await over_bus(intake, merged) == ["waiting"]
    assert await over_bus(intake, closed()) == ["waiting"]
    assert await over_bus(intake, found("h-2", id="found-2")) == ["accepted"]
    await eventually(lambda: len(town.announced) == 2)
    assert outcomes(town.announced) == [("merged", "accepted", None), ("closed", "accepted", None)]


async def test_what_another_process_recorded_is_not_refused(town: Town) -> None:
    one, other = await town.intake(), await town.intake()
    assert await over_bus(one, closed()) == ["waiting"]
    assert await over_bus(other, found("h-1", id="found")) == ["accepted"]
    wait_no_longer(one)

    await eventually(lambda: len(town.announced) == 1)
    assert outcomes(town.announced) == [("closed", "accepted", None)]


async def test_two_processes_that_keep_the_same_waiting_fact_agree(town: Town) -> None:
    """As while a new release takes over: both took up the same rows."""
    one = await town.intake()
    assert await over_bus(one, found("h-1", unit="u-9", id="found")) == ["waiting"]
    other = await town.intake()
    one.release(await town.learn(("unit", "u-9")))
    await eventually(lambda: len(town.announced) >= 1)
    wait_no_longer(other)

    await eventually(lambda: len(town.announced) == 2)
    assert [receipt.outcome for receipt in town.announced] == ["accepted", "duplicate"]


async def test_the_time_to_wait_does_not_run_while_no_process_does(town: Town) -> None:
    one = await town.intake()
    assert await over_bus(one, found("h-1", unit="u-9", id="found")) == ["waiting"]
    await one.stop()
    await town.pool.execute("update waiting set since = since - interval '1 day'")
    two = await town.intake()
    await eventually(lambda: two.retries._look_again_at > 0)
    two.release(await town.learn(("unit", "u-9")))

    await eventually(lambda: len(town.announced) == 1)
    assert outcomes(town.announced) == [("found", "accepted", None)]


async def test_nothing_is_written_that_was_judged_before_the_log_was_halted(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    halted = False

    def refuse() -> None:
        if halted:
            raise Rejected("log_halted")

    intake, other = await town.intake(refuse_writing=refuse), await town.intake()
    await intake.submit([found("h-0")], over_bus=False)
    write = intake.group_commit.write

    async def overtaken(judged: Judged) -> None:
        nonlocal halted
        if not halted:
            await other.submit([found("h-other")], over_bus=False)
        halted = True
        await write(judged)

    monkeypatch.setattr(intake.group_commit, "write", overtaken)
    with suppress(Rejected):
        await intake.submit([found("h-1")], over_bus=False)

    assert len(await town.rows("select 1 from events")) == 2


async def test_whoever_is_not_answered_at_the_end_is_told(town: Town) -> None:
    intake = await town.intake()
    calls = [asyncio.create_task(intake.submit([found(f"h-{n}")], over_bus=False)) for n in range(40)]
    await asyncio.sleep(0)
    await intake.stop()

    answers = await asyncio.wait_for(asyncio.gather(*calls, return_exceptions=True), PATIENCE)
    told = [answer for answer in answers if isinstance(answer, Rejected)]
    assert told
    assert {each.code for each in told} == {"not_ready"}
    with pytest.raises(Rejected):
        await intake.submit([found("h-late")], over_bus=False)


async def test_namesakes_in_two_towns_have_nothing_in_common(town: Town) -> None:
    await town.pool.execute(
        "insert into known (township, kind, id, said) values "
        "('500112999', 'organisation', 'v-a', 'village'), ('500112999', 'unit', 'u-1', '')"
    )
    intake = await town.intake()
    here, there = (Account("li", each, "reporter", frozenset({"v-a"})) for each in (TOWNSHIP, "500112999"))
    (first,) = await intake.submit([found("h-1", id="x", account=here)], over_bus=False)
    (second,) = await intake.submit([found("h-1", id="x", account=there)], over_bus=False)

    assert first is not None
    assert second is not None
    assert (first.outcome, second.outcome, second.code) == ("accepted", "rejected", "id_conflict")
