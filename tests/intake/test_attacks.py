"""Ways in which somebody with a right of their own could harm others: each was open once."""

from shared.facts.account import Account
from shared.intake.commit.queue import Intake
from tests.intake.conftest import TOWNSHIP, Town, fact, found, wait_no_longer
from tests.intake.people import DEPARTMENT, FINDER, said
from tests.intake.taking_in import nothing_waits
from tests.support.relaying import eventually

OTHER = Account("zhou@d-b", TOWNSHIP, "officer", frozenset({"d-b"}))
LATER, LATEST = "2024-12-05T10:00:00+08:00", "2024-12-06T10:00:00+08:00"


async def prepared(town: Town) -> Intake:
    await town.learn(("organisation", "d-b"), said="department")
    await town.learn(("organisation", "x-a"), said="district_department")
    intake = await town.intake()
    await intake.submit([found("h-1", account=FINDER)], over_bus=False)
    return intake


async def test_a_department_lifts_its_own_supervision_alone(town: Town) -> None:
    intake = await prepared(town)
    await said(intake, DEPARTMENT, "hazard.supervision_ordered", hazard_id="h-1", by="d-a")
    await said(intake, OTHER, "hazard.supervision_ordered", hazard_id="h-1", by="d-b")
    lifted = await said(intake, OTHER, "hazard.supervision_lifted", hazard_id="h-1", by="d-b", time=LATER)
    own = await said(intake, DEPARTMENT, "hazard.supervision_lifted", hazard_id="h-1", by="d-a", time=LATEST)
    assert [lifted.outcome, own.outcome] == ["accepted", "accepted"]


async def test_a_receiver_does_not_withdraw_what_was_sent_to_it(town: Town) -> None:
    """Neither by sending it to itself, nor by sending it there once more."""
    intake = await prepared(town)
    await said(intake, FINDER, "hazard.referred", hazard_id="h-1", by="v-a", to="d-a")
    to_itself = await said(intake, DEPARTMENT, "hazard.referred", hazard_id="h-1", by="d-a", to="d-a")
    await said(intake, FINDER, "hazard.referred", hazard_id="h-1", by="v-a", to="d-b")
    once_more = await said(
        intake, DEPARTMENT, "hazard.referred", id="more", hazard_id="h-1", by="d-a", to="d-b"
    )
    withdrawn = await said(
        intake, DEPARTMENT, "hazard.referral_withdrawn", hazard_id="h-1", to="d-b", reason="送错"
    )
    own = await said(intake, DEPARTMENT, "fact.voided", source_="tests", id_="more", reason="送错")
    assert to_itself.code == "wrong_receiver"
    assert once_more.outcome == "accepted"
    assert withdrawn.code == "not_your_organisation"
    assert own.outcome == "accepted", "one's own sending is taken back by itself"


async def test_a_fact_of_a_namesake_in_another_town_is_another_fact(town: Town) -> None:
    """Told that it conflicts, rather than that it waits and kept nowhere."""
    intake = await prepared(town)
    here, there = (Account("system", each, "officer", frozenset({"v-a"})) for each in (TOWNSHIP, "500112999"))
    waiting = await intake.submit([found("h-2", unit="u-9", id="same", account=there)], over_bus=False)
    refused = await intake.submit([found("h-2", unit="u-9", id="same", account=here)], over_bus=False)
    assert [receipt and receipt.outcome for receipt in waiting] == ["waiting"]
    assert [receipt and receipt.code for receipt in refused] == ["id_conflict"]


async def test_a_fact_sent_again_before_its_refusal_is_announced_keeps_a_row_of_its_own(town: Town) -> None:
    intake = await prepared(town)
    town.bus_is_away = True
    await intake.submit([found("h-2", unit="u-9", id="one", account=FINDER)], over_bus=True)
    seconds = intake.group_commit.retries._rules
    wait_no_longer(intake)
    await eventually(lambda: len(intake.retries.room) == 0)
    intake.group_commit.retries._rules = seconds
    await intake.submit([found("h-2", unit="u-8", id="one", account=FINDER)], over_bus=True)
    town.bus_is_away = False
    await eventually(lambda: len(town.announced) == 1)
    rows = await town.rows("select convert_from(message, 'utf8') as message from waiting")
    assert len(rows) == 1
    assert "u-8" in rows[0]["message"]


async def test_what_nobody_has_to_be_told_of_does_not_come_back(town: Town) -> None:
    """Refused over HTTP while the bus is away, and then the process ends."""
    intake = await prepared(town)
    town.bus_is_away = True
    await intake.submit([found("h-2", unit="u-9", id="one", account=FINDER)], over_bus=False)
    wait_no_longer(intake)
    await nothing_waits(town)


async def test_a_line_of_overdue_facts_is_refused_in_one_go(town: Town) -> None:
    intake = await prepared(town)
    some = [
        fact("hazard.merged", hazard_id="h-1", into=f"nowhere-{nth}", account=FINDER) for nth in range(100)
    ]
    await intake.submit(some, over_bus=False)
    wait_no_longer(intake)
    await eventually(lambda: len(intake.retries.room) == 0)
    refusals = await town.rows("select count(*) as refused from refusals where code = 'unknown_reference'")
    assert refusals == [{"refused": 100}], "each of them once"


async def test_repeated_in_one_batch_behind_what_waits_it_is_a_duplicate(town: Town) -> None:
    intake = await prepared(town)
    controls = fact("hazard.controls_imposed", hazard_id="h-1", controls="停用", account=FINDER)
    merged = fact("hazard.merged", hazard_id="h-1", into="h-2", account=FINDER)
    receipts = await intake.submit([controls, merged, controls], over_bus=False)
    assert [receipt and receipt.outcome for receipt in receipts] == ["accepted", "waiting", "duplicate"]
