"""An operator looks at what waits, tries it again, or ends its wait: its publisher hears of it alone."""

from dataclasses import replace
from typing import Any

import pytest

from shared.facts.fact import Reference
from shared.intake.judging.waiting_causes import BEHIND, waiting_causes
from shared.intake.judging.waiting_chosen import WaitingFilter, chosen
from shared.problems import Rejected
from tests.intake.conftest import SAFETY_OFFICE, TOWNSHIP, Town, fact, found
from tests.intake.taking_in import nothing_waits, outcomes, over_bus
from tests.support.relaying import eventually

WHY = Rejected("waiting_ended", reason="重复导入")
ELSEWHERE = "500112999"
THERE = replace(SAFETY_OFFICE, name="other", township=ELSEWHERE)


async def test_by_what_they_wait_for(town: Town) -> None:
    intake = await town.intake()
    await over_bus(
        intake,
        found("h-1", unit="u-9", id="found"),
        fact("hazard.closed", id="closed", hazard_id="h-1", by="v-a"),
        found("h-2", unit="u-9", by="v-z", id="two"),
        found("h-1", unit="u-9", id="there", account=THERE),
    )
    waiting = intake.retries.waiting_of(TOWNSHIP)
    causes = {cause.reference: cause.many for cause in waiting_causes(waiting)}
    assert causes == {Reference("unit", "u-9"): 2, Reference("organisation", "v-z"): 1, BEHIND: 1}
    by = {
        "unit": WaitingFilter(Reference("unit", "u-9")),
        "publisher": WaitingFilter(publisher="paicha"),
        "nobody": WaitingFilter(publisher="other"),
        "one": WaitingFilter(number=waiting[1].number),
        "behind": WaitingFilter(BEHIND),
    }
    ids = {name: [each.fact.key.id for each in chosen(waiting, each)] for name, each in by.items()}
    assert ids == {
        "unit": ["found", "two"], "publisher": ["found", "closed", "two"], "nobody": [], "one": ["closed"],
        "behind": ["closed"],
    }  # fmt: skip


async def test_who_is_ended_is_refused_and_those_behind_are_judged_anew(town: Town) -> None:
    intake = await town.intake()
    await over_bus(
        intake,
        found("h-1", unit="u-9", id="found"),
        fact("hazard.closed", id="closed", hazard_id="h-1", by="v-a"),
        found("h-2", unit="u-8", id="other"),
    )
    first = chosen(intake.retries.waiting_of(TOWNSHIP), WaitingFilter(Reference("unit", "u-9")))
    assert await intake.dismiss([each.fact.key for each in first], WHY) == 1
    await eventually(lambda: len(town.announced) == 1)
    assert outcomes(town.announced) == [("found", "rejected", "waiting_ended")]
    assert "重复导入" in (town.announced[0].message or "")
    assert await intake.dismiss([first[0].fact.key], WHY) == 0, "it does not wait any more"
    still = {each.fact.key.id for each in intake.retries.waiting_of(TOWNSHIP)}
    assert still == {"closed", "other"}
    refused = await town.rows("select fact_id, code from refusals")
    assert refused == [{"fact_id": "found", "code": "waiting_ended"}]

    assert await over_bus(intake, found("h-1", id="found")) == ["accepted"], "its id is free again"
    await eventually(lambda: len(town.announced) == 2)
    assert outcomes(town.announced)[1:] == [("closed", "accepted", None)]


async def test_a_restart_does_not_bring_it_back(town: Town) -> None:
    intake = await town.intake()
    await over_bus(intake, found("h-1", unit="u-9", id="found"))
    (waiting,) = intake.retries.waiting_of(TOWNSHIP)
    await intake.dismiss([waiting.fact.key], WHY)
    await nothing_waits(town)
    await intake.stop()
    assert (await town.intake()).retries.waiting_of(TOWNSHIP) == []


async def test_tried_again_it_is_taken_where_it_is_known_by_now(town: Town) -> None:
    """Another process may have heard of it."""
    intake = await town.intake()
    await over_bus(intake, found("h-1", unit="u-9", id="found"))
    await town.learn(("unit", "u-9"))
    intake.try_again(intake.retries.waiting_of(TOWNSHIP))
    await eventually(lambda: len(town.announced) == 1)
    assert outcomes(town.announced) == [("found", "accepted", None)]


async def test_what_another_service_answers_is_not_shown(town: Town) -> None:
    """On the bus both hear of a voiding; one of them knows the fact."""
    intake = await town.intake()
    intake.retries._rules = replace(intake.retries._rules, answers_for_the_bus=False)
    voiding: dict[str, Any] = {"source_": "/elsewhere", "id_": "unit", "reason": "误录"}
    await intake.submit([fact("fact.voided", id="void", **voiding)], over_bus=True)
    assert len(intake.retries.room) == 1
    assert intake.retries.waiting_of(TOWNSHIP) == []


async def test_while_nothing_may_be_written_nothing_is_ended(town: Town) -> None:
    halted = False

    def refuse() -> None:
        if halted:
            raise Rejected("log_halted")

    intake = await town.intake(refuse_writing=refuse)
    await over_bus(intake, found("h-1", unit="u-9", id="found"))
    halted = True
    with pytest.raises(Rejected):
        await intake.dismiss([intake.retries.waiting_of(TOWNSHIP)[0].fact.key], WHY)
    halted = False
    assert len(intake.retries.waiting_of(TOWNSHIP)) == 1
