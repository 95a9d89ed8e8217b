"""Facts about what is not known yet wait in line; nothing else waits for them."""

import asyncio
from dataclasses import replace
from typing import Any

from services.hazards.commands import COMMANDS
from shared.aggregates.decider import Command
from shared.events.base import Event
from shared.facts.fact import FactKey
from tests.intake.conftest import Town, fact, found
from tests.intake.taking_in import nothing_waits, outcomes, over_bus
from tests.support.relaying import eventually


async def test_a_fact_waits_for_its_unit_and_later_ones_of_its_subject_wait_behind_it(town: Town) -> None:
    intake = await town.intake()

    answered = await over_bus(
        intake,
        found("h-1", unit="u-9", id="found"),
        fact("hazard.closed", id="closed", hazard_id="h-1", by="v-a", time="2024-12-02T10:00:00+08:00"),
        fact(
            "hazard.look_back_failed",
            id="failed",
            hazard_id="h-1",
            by="v-a",
            time="2024-12-03T10:00:00+08:00",
        ),
        found("h-2", id="other"),
    )
    assert answered == ["waiting", "waiting", "waiting", "accepted"]

    intake.release(await town.learn(("unit", "u-9")))
    await eventually(lambda: len(town.announced) == 3)

    assert outcomes(town.announced) == [
        ("found", "accepted", None), ("closed", "accepted", None), ("failed", "accepted", None),
    ]  # fmt: skip
    streams = await town.rows("select stream from events order by position")
    assert [row["stream"].rpartition("/")[2] for row in streams] == ["h-2", "h-1", "h-1", "h-1"]
    await nothing_waits(town)


async def test_what_never_becomes_known_is_refused_with_what_it_waited_for(town: Town) -> None:
    intake = await town.intake(waiting_seconds=0.3)

    await over_bus(intake, found("h-1", unit="nowhere", id="found"),
                   fact("hazard.closed", id="closed", hazard_id="h-1", by="v-a"))  # fmt: skip
    await eventually(lambda: len(town.announced) == 2)

    assert outcomes(town.announced) == [
        ("found", "rejected", "unknown_reference"), ("closed", "rejected", "unknown_reference"),
    ]  # fmt: skip
    assert "nowhere" in (town.announced[0].message or "")
    await nothing_waits(town)


async def test_a_waiting_fact_sent_again_is_still_one_fact(town: Town) -> None:
    intake = await town.intake()
    given = found("h-1", unit="u-9", id="found")

    assert await over_bus(intake, given) == ["waiting"]
    assert await over_bus(intake, given) == ["waiting"]
    conflict = await intake.submit([found("h-7", unit="u-9", id="found")], over_bus=True)
    assert conflict[0] is not None
    assert conflict[0].code == "id_conflict"

    intake.release(await town.learn(("unit", "u-9")))
    await eventually(lambda: len(town.announced) == 1)
    assert len(await town.rows("select 1 from events")) == 1


async def test_a_change_waits_for_the_hazard_that_is_found_later(town: Town) -> None:
    intake = await town.intake()

    assert await over_bus(intake, fact("hazard.closed", id="closed", hazard_id="h-1", by="v-a")) == [
        "waiting"
    ]
    assert await over_bus(intake, found("h-1", id="found")) == ["accepted"], "what they wait for passes them"
    await eventually(lambda: len(town.announced) == 1)

    assert outcomes(town.announced) == [("closed", "accepted", None)]


async def test_an_introduction_that_waits_itself_is_recorded_before_what_came_earlier(town: Town) -> None:
    intake = await town.intake()
    await over_bus(intake, fact("hazard.closed", id="closed", hazard_id="h-1", by="v-a"))
    await over_bus(intake, found("h-1", unit="u-9", id="found"))

    intake.release(await town.learn(("unit", "u-9")))
    await eventually(lambda: len(town.announced) == 2)

    assert outcomes(town.announced) == [("found", "accepted", None), ("closed", "accepted", None)]


async def test_a_second_sending_of_a_case_does_not_pass_its_withdrawal(town: Town) -> None:
    await town.learn(("organisation", "x-a"), said="district_department")
    intake = await town.intake()
    sending = {"case_id": "c-1", "unit_id": "u-9", "by": "d-a", "to": "x-a"}
    await over_bus(intake, fact("case.referred", id="sent", **sending),
                   fact("case.withdrawn", id="withdrawn", case_id="c-1", reason="补充材料"))  # fmt: skip
    await over_bus(intake, fact("case.referred", id="again", **sending))

    intake.release(await town.learn(("unit", "u-9")))
    await eventually(lambda: len(town.announced) == 3)

    assert [key for key, _, _ in outcomes(town.announced)] == ["sent", "withdrawn", "again"]


async def test_waiting_facts_outlive_the_process(town: Town) -> None:
    first = await town.intake()
    await over_bus(first, found("h-1", unit="u-9", id="found"),
                   fact("hazard.closed", id="closed", hazard_id="h-1", by="v-a"))  # fmt: skip
    await first.stop()

    second = await town.intake()
    second.release(await town.learn(("unit", "u-9")))
    await eventually(lambda: len(town.announced) == 2)

    assert outcomes(town.announced) == [("found", "accepted", None), ("closed", "accepted", None)]


async def test_a_voiding_does_not_pass_what_waits_when_its_fact_came_with_it(town: Town) -> None:
    """Its fact is recorded from the same batch, and what stands between the two waits."""
    intake = await town.intake()

    answered = await over_bus(
        intake,
        found("h-1"),
        fact("hazard.closed", id="closed", hazard_id="h-1", by="v-a", time="2024-12-02T10:00:00+08:00"),
        fact("fact.voided", id="back", source_="tests", id_="closed", reason="录入错误"),
        fact("hazard.merged", id="merged", hazard_id="h-1", into="h-2"),
        fact(
            "hazard.rectification_claimed",
            id="claimed",
            hazard_id="h-1",
            by="unit",
            time="2024-12-03T10:00:00+08:00",
        ),
        fact("fact.voided", id="forth", source_="tests", id_="back", reason="录入错误"),
    )
    assert answered == [*["accepted"] * 3, *["waiting"] * 3]

    await over_bus(intake, found("h-2"))
    await eventually(lambda: len(town.announced) == 3)

    assert outcomes(town.announced) == [(id_, "accepted", None) for id_ in ("merged", "claimed", "forth")]


async def test_a_waiting_voiding_keeps_its_place_when_the_process_ends(town: Town) -> None:
    """What comes after it is judged as if the fact that it takes back had never been."""
    first = await town.intake()
    await over_bus(
        first,
        found("h-1", unit="u-9", id="found"),
        fact("hazard.voided", id="voided", hazard_id="h-1", reason="重复登记"),
        fact("fact.voided", id="back", source_="tests", id_="voided", reason="录入错误"),
        fact("hazard.closed", id="closed", hazard_id="h-1", by="v-a", time="2024-12-02T10:00:00+08:00"),
    )
    await first.stop()

    second = await town.intake()
    second.release(await town.learn(("unit", "u-9")))
    await eventually(lambda: len(town.announced) == 4)

    assert outcomes(town.announced) == [
        (id_, "accepted", None) for id_ in ("found", "voided", "back", "closed")
    ]


async def test_what_becomes_known_while_it_is_looked_up_is_not_missed(town: Town) -> None:
    intake = await town.intake()

    async def learn(n: int) -> None:
        await asyncio.sleep(n % 7 * 0.0005)
        intake.release(await town.learn(("unit", f"u-race-{n}")))

    await asyncio.gather(
        *(over_bus(intake, found(f"h-race-{n}", unit=f"u-race-{n}")) for n in range(60)),
        *(learn(n) for n in range(60)),
    )
    await eventually(lambda: len(intake.retries.room) == 0)

    assert len(await town.rows("select 1 from events")) == 60


async def test_what_this_release_refuses_to_let_wait_keeps_nobody_from_starting(town: Town) -> None:
    before = await town.intake()
    both = found("h-1", unit="u-9", id="found"), found("h-2", unit="u-9", id="odd")
    assert await over_bus(before, *both) == ["waiting", "waiting"]
    await before.stop()
    stored = "convert_to(replace(convert_from(message, 'utf8'), 'severity', 'gravity'), 'utf8')"
    await town.pool.execute(f"update waiting set message = {stored} where fact_id = 'odd'")

    after = await town.intake()
    after.release(await town.learn(("unit", "u-9")))
    await eventually(lambda: len(town.announced) == 2)

    assert outcomes(town.announced) == [("odd", "rejected", "invalid_data"), ("found", "accepted", None)]
    await nothing_waits(town)
    kept = await town.rows("select fact_id, code from refusals")
    assert kept == [{"fact_id": "odd", "code": "invalid_data"}]


async def test_a_line_that_fails_holds_up_no_other(town: Town) -> None:
    """Should never happen; if a rule breaks on one fact, all the others still get their answers."""
    known = COMMANDS["hazard.found"]

    def decide(state: Any, command: Command) -> list[Event]:
        if command.data.payload()["hazard_id"] == "h-broken":
            raise ZeroDivisionError
        return known.decider.decide(state, command)

    broken = replace(known, decider=replace(known.decider, decide=decide))
    intake = await town.intake(commands=COMMANDS | {"hazard.found": broken})
    await over_bus(intake, *(found(hazard, unit="u-9", id=hazard) for hazard in ("h-1", "h-broken", "h-2")))

    intake.release(await town.learn(("unit", "u-9")))
    await eventually(lambda: len(town.announced) == 2)

    assert {key for key, _, _ in outcomes(town.announced)} == {"h-1", "h-2"}
    assert intake.retries.room.find(FactKey("paicha", "tests", "h-broken")) is not None
