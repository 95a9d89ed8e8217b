"""What others may do with a subject that is not theirs: nothing, and they learn nothing of it."""

from typing import Any

import pytest

from shared.facts.account import Account
from shared.intake.commit.queue import Intake
from tests.intake.conftest import TOWNSHIP, Town, found
from tests.intake.people import DEPARTMENT, FINDER, said

COLLEAGUE = Account("sun@v-a", TOWNSHIP, "reporter", frozenset({"v-a"}))
STRANGER = Account("wu@v-b", TOWNSHIP, "reporter", frozenset({"v-b"}))


async def codes(intake: Intake, account: Account, *facts: tuple[str, dict[str, Any]]) -> list[str | None]:
    return [(await said(intake, account, type_, **data)).code for type_, data in facts]


UNDOING: list[tuple[str, dict[str, Any]]] = [
    ("hazard.voided", {"hazard_id": "h-1", "reason": "误报"}),
    ("hazard.merged", {"hazard_id": "h-1", "into": "h-2"}),
    ("hazard.merged", {"hazard_id": "h-1", "into": "nowhere"}),
    ("hazard.regraded", {"hazard_id": "h-1", "severity": "general", "reason": "misjudged"}),
    ("hazard.closed", {"hazard_id": "h-1", "by": "v-b"}),
    ("hazard.rectification_claimed", {"hazard_id": "h-1", "by": "unit"}),
    ("hazard.rectification_claimed", {"hazard_id": "h-1", "by": "v-b"}),
    ("hazard.look_back_failed", {"hazard_id": "h-1", "by": "v-b"}),
    ("hazard.supervision_lifted", {"hazard_id": "h-1", "by": "v-b"}),
    ("hazard.referred", {"hazard_id": "h-1", "by": "v-b", "to": "d-nowhere"}),
    ("hazard.referral_answered", {"hazard_id": "h-1", "to": "d-a", "answer": "refused"}),
    ("hazard.referral_withdrawn", {"hazard_id": "h-1", "to": "d-a", "reason": "送错"}),
    ("hazard.found", {"hazard_id": "h-1", "unit_id": "nowhere", "by": "v-b", "severity": "general",
                      "description": "别的"}),
]  # fmt: skip


@pytest.mark.parametrize("state", ["open", "closed", "voided", "supervised"])
async def test_a_stranger_gets_one_answer_whatever_the_state(town: Town, state: str) -> None:
    """Whatever it names, too: nothing of a stranger's waits about a subject that is known."""
    intake = await town.intake()
    await intake.submit([found("h-1", account=FINDER)], over_bus=False)
    match state:
        case "closed":
            await said(intake, FINDER, "hazard.closed", hazard_id="h-1", by="v-a")
        case "voided":
            await said(intake, FINDER, "hazard.voided", hazard_id="h-1", reason="误报")
        case "supervised":
            await said(intake, DEPARTMENT, "hazard.supervision_ordered", hazard_id="h-1", by="d-a")
    before = await town.rows("select position from log_head")

    heard = await codes(intake, STRANGER, *UNDOING)

    assert heard == ["not_your_organisation"] * len(UNDOING)
    assert await town.rows("select position from log_head") == before
    assert await town.rows("select 1 from waiting") == []


async def test_a_colleague_takes_back_what_was_recorded_for_their_village(town: Town) -> None:
    intake = await town.intake()
    await intake.submit([found("h-1", account=FINDER)], over_bus=False)
    await said(intake, FINDER, "hazard.closed", id="closed", hazard_id="h-1", by="v-a")
    back = {"source_": "tests", "id_": "closed", "reason": "录入错误"}

    unnamed = await said(intake, COLLEAGUE, "fact.voided", **back)
    stranger = await said(intake, STRANGER, "fact.voided", **back, publisher="li@v-a")
    colleague = await said(intake, COLLEAGUE, "fact.voided", **back, publisher="li@v-a")

    assert unnamed.outcome == "waiting", "without a publisher it means one of their own"
    assert (stranger.outcome, stranger.code) == ("rejected", "not_your_organisation")
    assert colleague.outcome == "accepted"


async def test_what_another_publisher_repeated_is_no_strangers_business(town: Town) -> None:
    """A repetition became no event: whose it was is not known, and not said."""
    intake = await town.intake()
    for id_ in ("first", "again"):
        await intake.submit([found("h-1", account=FINDER, id=id_)], over_bus=False)

    heard = await said(
        intake, STRANGER, "fact.voided", source_="tests", id_="again", reason="误录", publisher="li@v-a"
    )

    assert heard.code == "not_your_organisation"


async def test_who_has_lost_the_right_no_longer_takes_back(town: Town) -> None:
    """A receiver closed it; since the referral was withdrawn, that closing is not the receiver's any more."""
    intake = await town.intake()
    await intake.submit([found("h-1", account=FINDER)], over_bus=False)
    await said(intake, FINDER, "hazard.referred", hazard_id="h-1", by="v-a", to="d-a")
    await said(intake, DEPARTMENT, "hazard.closed", id="closed", hazard_id="h-1", by="d-a")
    back = {"source_": "tests", "id_": "closed", "reason": "误录"}
    assert (await said(intake, DEPARTMENT, "fact.voided", id="back", **back)).outcome == "accepted"
    put_back = {"source_": "tests", "id_": "back", "reason": "误撤"}
    assert (await said(intake, DEPARTMENT, "fact.voided", **put_back)).outcome == "accepted"

    await said(intake, FINDER, "hazard.referral_withdrawn", hazard_id="h-1", to="d-a", reason="送错")
    again = await said(intake, DEPARTMENT, "fact.voided", **back)

    assert again.code == "not_your_organisation"


async def test_a_case_is_not_sent_again_by_another_department(town: Town) -> None:
    await town.learn(("organisation", "x-a"), said="district_department")
    await town.learn(("organisation", "d-b"), said="department")
    other = Account("zhou@d-b", TOWNSHIP, "officer", frozenset({"d-b"}))
    intake = await town.intake()
    await said(intake, DEPARTMENT, "case.referred", case_id="c-1", by="d-a", to="x-a")

    sent_again = await said(intake, other, "case.referred", case_id="c-1", by="d-b", to="x-a")
    withdrawn = await said(intake, other, "case.withdrawn", case_id="c-1", reason="撤")
    own = await said(intake, DEPARTMENT, "case.withdrawn", case_id="c-1", reason="补充材料")

    assert [sent_again.code, withdrawn.code] == ["not_your_organisation"] * 2
    assert own.outcome == "accepted"


async def test_a_guest_does_not_void_the_hosts_inspection(town: Town) -> None:
    intake = await town.intake()
    visit = {"inspection_id": "i-1", "unit_id": "u-1", "by": "d-a", "with": ["v-b"], "participants": []}
    await said(intake, DEPARTMENT, "inspection.completed", **visit)

    guest = await said(intake, STRANGER, "inspection.voided", inspection_id="i-1", reason="误录")

    assert guest.code == "not_your_organisation"


async def test_every_department_owns_what_a_working_group_found(town: Town) -> None:
    """Whose it is follows from what kind of organisation found it, which another log tells."""
    await town.learn(("organisation", "g-1"), said="working_group")
    intake = await town.intake()
    await intake.submit([found("h-1", by="g-1")], over_bus=False)

    village = await said(intake, STRANGER, "hazard.closed", hazard_id="h-1", by="v-b")
    department = await said(intake, DEPARTMENT, "hazard.closed", hazard_id="h-1", by="d-a")

    assert village.code == "not_your_organisation"
    assert department.outcome == "accepted"


async def test_a_namesake_in_another_town_owns_nothing_here(town: Town) -> None:
    """Two towns that use the same ids have nothing of each other."""
    elsewhere = Account("li@v-a", "500112999", "reporter", frozenset({"v-a"}))
    intake = await town.intake()
    await intake.submit([found("h-1", account=FINDER)], over_bus=False)

    heard = await said(intake, elsewhere, "hazard.voided", hazard_id="h-1", reason="误报")

    assert heard.outcome == "waiting", "in that town nobody has introduced such a hazard"
    assert [row["position"] for row in await town.rows("select position from events")] == [1]
