"""Whose a subject ever was: by the tables of rights, as reporting has it too (tests/reporting/why_not)."""

from collections.abc import Sequence

import pytest

from services.hazards.case import CASE, CASE_RIGHTS
from services.hazards.hazard_rights import HAZARD_RIGHTS
from services.hazards.hazard_rules import HAZARD
from services.hazards.inspection import INSPECTION, INSPECTION_RIGHTS
from services.hazards.penalty import PENALTY, PENALTY_RIGHTS
from services.registry.unit import UNIT
from services.registry.unit_rights import UNIT_RIGHTS
from shared.aggregates.decider import Decider
from shared.aggregates.history import History
from shared.aggregates.rights import Rights
from shared.events.base import Event
from shared.events.hazards import (
    CaseReferred,
    HazardReferralAnswered,
    HazardReferralWithdrawn,
    HazardReferred,
    HazardSupervisionOrdered,
    HazardVoided,
    InspectionCompleted,
    PenaltyImposed,
    PenaltyPart,
)
from shared.events.registry import UnitReassigned, UnitRegistered
from shared.timelines.seen import is_own, kinds_asked
from tests.hazards.examples import found
from tests.support.rights import told
from tests.support.specification import KINDS, taking_back

EVERYBODY = {"d-a", "d-b", "d-c", "v-a", "v-b"}
KNOWN = {**KINDS, "d-c": "department"}
DEPARTMENTS = {"d-a", "d-b", "d-c"}
REGISTERED = UnitRegistered(unit_id="u", name="餐馆", kind="other", village="v-a", department="d-a")
AWAY = UnitReassigned(unit_id="u", department="d-b")
SENT = HazardReferred(hazard_id="h", by="v-a", to="d-b")
REFUSED = HazardReferralAnswered(hazard_id="h", to="d-b", answer="refused")
WITHDRAWN = HazardReferralWithdrawn(hazard_id="h", to="d-b", reason="误送")
ORDERED = HazardSupervisionOrdered(hazard_id="h", by="d-b")
INSPECTED = InspectionCompleted.model_validate(
    {"inspection_id": "i", "unit_id": "u", "by": "d-a", "with": ["d-b"], "participants": []}
)
IMPOSED = PenaltyImposed(
    penalty_id="p", unit_id="u", by="d-b", parts=[PenaltyPart(kind="stop_work")], decision_no="1"
)

CASES: list[tuple[str, Decider[History], Rights, Sequence[Event], set[str]]] = [
    ("单位：属地和主管", UNIT, UNIT_RIGHTS, [REGISTERED], {"v-a", "d-a"}),
    ("单位改派：先后两个科室", UNIT, UNIT_RIGHTS, [REGISTERED, AWAY], {"v-a", "d-a", "d-b"}),
    ("改派已撤回", UNIT, UNIT_RIGHTS, [REGISTERED, AWAY, taking_back(2)], {"v-a", "d-a"}),
    ("无人登记", UNIT, UNIT_RIGHTS, [], set()),
    ("隐患：发现单位，作废以后也是", HAZARD, HAZARD_RIGHTS,
     [found("v-a"), HazardVoided(hazard_id="h", reason="误报")], {"v-a"}),
    ("隐患：接收单位", HAZARD, HAZARD_RIGHTS, [found("v-a"), SENT], {"v-a", "d-b"}),
    ("接收单位拒收以后", HAZARD, HAZARD_RIGHTS, [found("v-a"), SENT, REFUSED], {"v-a", "d-b"}),
    ("移送已撤回", HAZARD, HAZARD_RIGHTS, [found("v-a"), SENT, WITHDRAWN], {"v-a"}),
    ("挂牌的科室不是所有者", HAZARD, HAZARD_RIGHTS, [found("v-a"), ORDERED], {"v-a"}),
    ("工作组发现：每个科室", HAZARD, HAZARD_RIGHTS, [found("g-1")], DEPARTMENTS),
    ("单位自报：每个科室", HAZARD, HAZARD_RIGHTS, [found("unit")], DEPARTMENTS),
    ("检查：实施单位，不是参加单位", INSPECTION, INSPECTION_RIGHTS, [INSPECTED], {"d-a"}),
    ("处罚", PENALTY, PENALTY_RIGHTS, [IMPOSED], {"d-b"}),
    ("案件", CASE, CASE_RIGHTS, [CaseReferred(case_id="c", by="d-b", to="x-a")], {"d-b"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("decider", "rights", "events", "owners"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_owners(decider: Decider[History], rights: Rights, events: Sequence[Event], owners: set[str]) -> None:
    history = told(decider, *((event, "safety-office") for event in events))

    def owned(organisation: str) -> bool:
        own = frozenset({organisation})
        kinds = {each: KNOWN[each] for each in kinds_asked(own, rights, history) if each in KNOWN}
        return is_own(own, rights, history, kinds)

    assert {each for each in EVERYBODY if owned(each)} == owners


def test_who_has_recorded_something_may_look_too() -> None:
    history = told(UNIT, (REGISTERED, "v-a"), (AWAY, "v-b"))
    assert is_own(frozenset({"v-b"}), UNIT_RIGHTS, history, {})
    assert not is_own(frozenset({"d-c"}), UNIT_RIGHTS, history, {})
