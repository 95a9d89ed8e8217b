"""Who may record what of inspections, penalties, cases, self-checks: whoever did it, and nobody else."""

import pytest

from services.hazards.case import CASE, CASE_RIGHTS
from services.hazards.commands import COMMANDS
from services.hazards.inspection import INSPECTION, INSPECTION_RIGHTS
from services.hazards.penalty import PENALTY, PENALTY_RIGHTS
from services.hazards.self_check import SELF_CHECK, SELF_CHECK_RIGHTS
from shared.aggregates.decider import Decider
from shared.aggregates.history import History
from shared.aggregates.rights import Rights
from shared.events.base import Event
from shared.events.hazards import (
    CaseReferred,
    CaseWithdrawn,
    InspectionCompleted,
    InspectionVoided,
    PenaltyImposed,
    PenaltyPart,
    PenaltyRevoked,
    PenaltyVoided,
    SelfCheckRecorded,
)
from tests.support.rights import Beside, is_allowed, told


def inspected(by: str) -> InspectionCompleted:
    return InspectionCompleted.model_validate(
        {"inspection_id": "i", "unit_id": "u", "by": by, "with": ["d-b", "v-a"], "participants": ["o-1"]}
    )


def imposed(by: str) -> PenaltyImposed:
    warned = PenaltyPart(kind="other", named="警告")
    return PenaltyImposed(penalty_id="p", unit_id="u", by=by, parts=[warned], decision_no="渝北〔2024〕1号")


def sent(by: str) -> CaseReferred:
    return CaseReferred(case_id="c", by=by, to="x-a")


def checked(filer: str) -> SelfCheckRecorded:
    return SelfCheckRecorded(filer=filer, item="1.1.1", status="done")


SUBJECTS: dict[str, tuple[Decider[History], Rights, Event, list[Event]]] = {
    "inspection": (
        INSPECTION,
        INSPECTION_RIGHTS,
        inspected("d-a"),
        [InspectionVoided(inspection_id="i", reason="误录")],
    ),
    "penalty": (
        PENALTY,
        PENALTY_RIGHTS,
        imposed("d-a"),
        [PenaltyRevoked(penalty_id="p", reason="复议"), PenaltyVoided(penalty_id="p", reason="误录")],
    ),
    "case": (CASE, CASE_RIGHTS, sent("d-a"), [CaseWithdrawn(case_id="c", reason="补充材料")]),
    "self_check": (SELF_CHECK, SELF_CHECK_RIGHTS, checked("d-a"), []),
}
AGAIN = {"inspection": inspected, "penalty": imposed, "case": sent, "self_check": checked}


@pytest.mark.parametrize("kind", SUBJECTS)
@pytest.mark.parametrize(("me", "allowed"), [("d-a", True), ("d-b", False), ("v-a", False), ("x-a", False)])
def test_whoever_did_it_and_nobody_else(kind: str, me: str, allowed: bool) -> None:
    """`d-b` and `v-a` took part in the inspection; the case was sent to `x-a`."""
    decider, rights, first, later = SUBJECTS[kind]
    history = told(decider, (first, "d-a"))
    here = Beside(history, me)
    assert {event.type for event in (first, *later)} == set(rights.table)
    assert [is_allowed(COMMANDS, event, here) for event in later] == [allowed] * len(later)
    assert is_allowed(COMMANDS, AGAIN[kind](me), here) == allowed, "a known id is never introduced by another"
    assert is_allowed(COMMANDS, AGAIN[kind](me), Beside(History(), me)), "one that nobody knows is anybody's"


@pytest.mark.parametrize("kind", SUBJECTS)
def test_what_the_safety_office_recorded_for_it_is_its_own(kind: str) -> None:
    decider, _, first, later = SUBJECTS[kind]
    history = told(decider, (first, "safety-office"))
    assert all(is_allowed(COMMANDS, event, Beside(history, "d-a")) for event in later)
