"""What one sender leaves waiting is no weapon: others go on, and their order is that of arrival."""

from dataclasses import replace
from typing import Any

from shared.facts.account import Account
from shared.facts.fact import Fact
from shared.intake.commit.queue import Intake
from tests.intake.conftest import TOWNSHIP, Town, fact, found
from tests.intake.taking_in import outcomes
from tests.support.relaying import eventually

V_A = Account("li@v-a", TOWNSHIP, "reporter", frozenset({"v-a"}))
COLLEAGUE = Account("sun@v-a", TOWNSHIP, "reporter", frozenset({"v-a"}))
V_B = Account("wu@v-b", TOWNSHIP, "reporter", frozenset({"v-b"}))
D_A = Account("qian@d-a", TOWNSHIP, "officer", frozenset({"d-a"}))


def about_h(type_: str, id: str, account: Account, **data: Any) -> Fact:
    return fact(type_, id=id, account=account, hazard_id="h-1", **data)


async def told(intake: Intake, *facts: Fact) -> list[tuple[str, str | None]]:
    receipts = await intake.submit(list(facts), over_bus=True)
    return [(receipt.outcome, receipt.code) for receipt in receipts if receipt is not None]


async def test_what_waits_holds_back_later_facts_of_its_own_publisher_alone(town: Town) -> None:
    intake = await town.intake()
    merged = about_h("hazard.merged", "merged", V_A, into="h-2")
    assert await told(intake, found("h-1", account=V_A), merged) == [("accepted", None), ("waiting", None)]

    own = about_h("hazard.controls_imposed", "own", V_A, controls="停用")
    colleagues = about_h("hazard.controls_imposed", "colleague", COLLEAGUE, controls="隔离")

    assert await told(intake, own, colleagues) == [("waiting", None), ("accepted", None)]
    assert await told(intake, found("h-2")) == [("accepted", None)]
    await eventually(lambda: len(town.announced) == 2)
    assert outcomes(town.announced) == [("merged", "accepted", None), ("own", "accepted", None)]


async def test_a_squatted_id_is_free_for_whoever_can_introduce_it(town: Town) -> None:
    """A stranger's introduction waits for a unit that will never be; the finder's is recorded meanwhile."""
    intake = await town.intake()
    assert await told(intake, found("h-1", unit="nowhere", by="v-b", account=V_B)) == [("waiting", None)]

    assert await told(
        intake,
        found("h-1", account=V_A),
        about_h("hazard.closed", "closed", V_A, by="v-a"),
    ) == [("accepted", None), ("accepted", None)]


async def test_a_fact_refused_for_the_state_waits_behind_what_may_change_it(town: Town) -> None:
    """The closing waits for its organisation; a look-back is refused only if the closing does not come."""
    intake = await town.intake()
    closing = about_h("hazard.referred", "sent", V_A, by="v-a", to="d-new", time="2024-12-02T10:00:00+08:00")
    answer = about_h(
        "hazard.look_back_passed", "looked", COLLEAGUE, by="v-a", time="2024-12-05T10:00:00+08:00"
    )
    closed = about_h("hazard.closed", "closed", V_A, by="v-a", time="2024-12-03T10:00:00+08:00")

    answered = await told(intake, found("h-1", account=V_A), closing, closed, answer)
    assert [outcome for outcome, _ in answered] == ["accepted", "waiting", "waiting", "waiting"]

    intake.release(await town.learn(("organisation", "d-new"), said="department"))
    await eventually(lambda: len(town.announced) == 3)
    assert outcomes(town.announced) == [
        ("sent", "accepted", None), ("closed", "accepted", None), ("looked", "accepted", None)
    ]  # fmt: skip


async def test_and_is_refused_when_that_does_not_come(town: Town) -> None:
    intake = await town.intake(waiting_seconds=0.5)
    sent = about_h("hazard.referred", "sent", V_A, by="v-a", to="d-nowhere")
    looked = about_h("hazard.look_back_passed", "looked", COLLEAGUE, by="v-a")

    answered = await told(intake, found("h-1", account=V_A), sent, looked)
    assert [outcome for outcome, _ in answered] == ["accepted", "waiting", "waiting"]

    await eventually(lambda: len(town.announced) == 2)
    assert outcomes(town.announced) == [
        ("sent", "rejected", "unknown_reference"), ("looked", "rejected", "not_closed")
    ]  # fmt: skip


async def test_a_right_that_a_waiting_referral_would_give_is_waited_for(town: Town) -> None:
    """A receiver's answer may overtake the referral that waits for something else; a stranger's may not."""
    intake = await town.intake()
    merged = about_h("hazard.merged", "merged", V_A, into="h-2")
    sent = about_h("hazard.referred", "sent", V_A, by="v-a", to="d-a", time="2024-12-02T10:00:00+08:00")
    planned = about_h("hazard.closed", "closed", D_A, by="d-a", time="2024-12-03T10:00:00+08:00")
    stranger = about_h("hazard.closed", "strangers", V_B, by="v-b", time="2024-12-03T10:00:00+08:00")

    assert await told(intake, found("h-1", account=V_A), merged, sent, planned, stranger) == [
        ("accepted", None), ("waiting", None), ("waiting", None), ("waiting", None),
        ("rejected", "not_your_organisation"),
    ]  # fmt: skip

    await told(intake, found("h-2", account=V_A))
    await eventually(lambda: len(town.announced) == 3)
    assert outcomes(town.announced) == [(each, "accepted", None) for each in ("merged", "sent", "closed")]


async def test_what_waited_on_a_subject_is_taken_up_in_order_of_arrival_across_publishers(town: Town) -> None:
    intake = await town.intake()
    early = about_h("hazard.controls_imposed", "1", V_A, controls="停用")
    between = about_h("hazard.controls_imposed", "2", COLLEAGUE, controls="隔离")
    late = about_h("hazard.controls_imposed", "3", V_A, controls="封存")
    for each in (early, between, late):
        assert await told(intake, each) == [("waiting", None)]

    await told(intake, found("h-1", account=V_A))
    await eventually(lambda: len(town.announced) == 3)

    assert outcomes(town.announced) == [(each, "accepted", None) for each in ("1", "2", "3")]


async def test_what_waited_is_judged_by_the_rights_of_when_it_is_taken_up(town: Town) -> None:
    """The key was given to another village while its fact waited, and another key was removed."""
    moved = Account("system", TOWNSHIP, "officer", frozenset({"v-a"}), "key")
    removed = Account("old-system", TOWNSHIP, "officer", frozenset({"v-a"}), "key")
    now = {
        "system": replace(moved, organisations=frozenset({"v-b"})),
        "old-system": replace(removed, role="dashboard", organisations=frozenset()),
    }
    intake = await town.intake(account_now=lambda account: now.get(account.name, account))
    for account in (moved, removed):
        facts = found(f"h-{account.name}", unit="u-9", id=account.name, account=account)
        assert await told(intake, facts) == [("waiting", None)]

    intake.release(await town.learn(("unit", "u-9")))
    await eventually(lambda: len(town.announced) == 2)

    assert sorted(outcomes(town.announced)) == [
        ("old-system", "rejected", "not_allowed"), ("system", "rejected", "not_your_organisation")
    ]  # fmt: skip
    assert await town.rows("select 1 from events") == []
