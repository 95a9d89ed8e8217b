"""Every act on a hazard by everybody who can stand beside it: the law's table, pair by pair."""

from collections.abc import Mapping

import pytest

from services.hazards.commands import COMMANDS
from services.hazards.hazard_rights import HAZARD_RIGHTS
from services.hazards.hazard_rules import HAZARD
from shared.aggregates.history import History
from shared.events.base import Event
from shared.events.hazards import HazardFound
from tests.hazards import examples as ex
from tests.support.rights import Beside, is_allowed, told

SELF_REPORT = HazardFound(hazard_id="h", unit_id="u", by="unit", severity="general", description="自查")
BY_GROUP = ex.found("g-1")

FOUND = told(HAZARD, (ex.found("v-a"), "v-a"))
REPORTED = told(HAZARD, (SELF_REPORT, "v-a"))
GROUPS = told(HAZARD, (BY_GROUP, "g-1"))


def after(history: History, *events: tuple[Event, str]) -> History:
    return told(HAZARD, *events, history=history)


REFERRED = after(FOUND, (ex.referred("v-a", "d-a"), "v-a"))
WITHDRAWN = after(REFERRED, (ex.withdrawn("d-a"), "v-a"))
REFUSED = after(REFERRED, (ex.answered("d-a"), "d-a"))
SENT_BY_D = after(FOUND, (ex.referred("d-a", "d-b"), "d-a"))
DISTRICT = after(FOUND, (ex.referred("d-a", "x-a"), "d-a"))
ORDERED = after(FOUND, (ex.supervised("d-a"), "d-a"))
TOOK_PART = after(
    FOUND,
    (ex.claimed("v-b"), "v-b"), (ex.closed("v-b"), "v-b"), (ex.failed("v-b"), "v-b"), (ex.PLANNED, "v-b"),
)  # fmt: skip

BESIDE: dict[str, Beside] = {
    "finder": Beside(FOUND, "v-a"),
    "recorder of a self-report": Beside(REPORTED, "v-a"),
    "another village of a self-report": Beside(REPORTED, "v-b"),
    "department of a self-report": Beside(REPORTED, "d-b"),
    "finding working group": Beside(GROUPS, "g-1"),
    "department of a group's find": Beside(GROUPS, "d-b"),
    "village of a group's find": Beside(GROUPS, "v-b"),
    "receiver": Beside(REFERRED, "d-a", to="d-b"),
    "receiver, answering": Beside(REFERRED, "d-a", to="d-a"),
    "receiver that refused": Beside(REFUSED, "d-a", to="d-a"),
    "receiver of what was withdrawn": Beside(WITHDRAWN, "d-a", to="d-b"),
    "sender": Beside(SENT_BY_D, "d-a", to="d-b"),
    "sender to the district": Beside(DISTRICT, "d-a", to="x-a"),
    "who ordered supervision": Beside(ORDERED, "d-a"),
    "who once took part": Beside(TOOK_PART, "v-b"),
    "village, a stranger": Beside(FOUND, "v-b"),
    "department, a stranger": Beside(FOUND, "d-b"),
}

OWNERS = {
    "finder", "recorder of a self-report", "department of a self-report", "finding working group",
    "department of a group's find", "receiver", "receiver, answering",
}  # fmt: skip
FINDERS = OWNERS - {"receiver", "receiver, answering"}
KNOWN_TO = {"finder", "recorder of a self-report", "finding working group"}

LAW: dict[str, set[str]] = {
    # who may hear that the id is taken; the others are told that it is another's
    "hazard.found": KNOWN_TO,
    "hazard.planned": OWNERS,
    "hazard.controls_imposed": OWNERS,
    "hazard.rectification_claimed": OWNERS,
    "hazard.closed": OWNERS,
    "hazard.rectification_rejected": OWNERS,
    "hazard.look_back_passed": OWNERS,
    "hazard.look_back_failed": OWNERS,
    "hazard.regraded raised": OWNERS,
    "hazard.regraded mitigated": OWNERS,
    "hazard.regraded misjudged": FINDERS,
    "hazard.referred": OWNERS,
    "hazard.referral_answered": {"receiver, answering", "receiver that refused", "sender to the district"},
    "hazard.referral_withdrawn": {"sender", "sender to the district"},
    "hazard.supervision_ordered": set(BESIDE),
    "hazard.supervision_lifted": {"who ordered supervision"},
    "hazard.voided": FINDERS,
    "hazard.merged": FINDERS,
}
"""From the table of who may record what. That only departments order supervision is a rule on `by` itself."""


def fact_of(act: str, me: str, to: str) -> Event:
    facts: Mapping[str, Event] = {
        "hazard.found": ex.found(me, "别处的隐患"),
        "hazard.planned": ex.PLANNED,
        "hazard.controls_imposed": ex.CONTROLS,
        "hazard.rectification_claimed": ex.claimed(me),
        "hazard.closed": ex.closed(me),
        "hazard.rectification_rejected": ex.rejected(me),
        "hazard.look_back_passed": ex.passed(me),
        "hazard.look_back_failed": ex.failed(me),
        "hazard.regraded raised": ex.regraded("major", "raised"),
        "hazard.regraded mitigated": ex.regraded("general", "mitigated"),
        "hazard.regraded misjudged": ex.regraded("general", "misjudged"),
        "hazard.referred": ex.referred(me, "d-c"),
        "hazard.referral_answered": ex.answered(to),
        "hazard.referral_withdrawn": ex.withdrawn(to),
        "hazard.supervision_ordered": ex.supervised(me),
        "hazard.supervision_lifted": ex.lifted(me),
        "hazard.voided": ex.VOIDED,
        "hazard.merged": ex.merged("h-2"),
    }
    return facts[act]


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("act", LAW)
def test_who_may(act: str, beside: str) -> None:
    here = BESIDE[beside]
    allowed = is_allowed(COMMANDS, fact_of(act, here.me, here.to), here)
    assert allowed == (beside in LAW[act])


def test_the_law_and_the_table_name_the_same_acts() -> None:
    assert set(LAW) == set(HAZARD_RIGHTS.table)


@pytest.mark.parametrize("act", sorted(set(LAW) - {"hazard.found"}))
def test_the_safety_office_may_everything(act: str) -> None:
    assert is_allowed(
        COMMANDS, fact_of(act, "v-a", "d-a"), Beside(FOUND, "safety-office"), role="safety_office"
    )


@pytest.mark.parametrize(("me", "allowed"), [("v-b", True), ("d-b", True), ("g-1", False), ("x-a", False)])
def test_any_village_or_department_reports_for_a_unit(me: str, allowed: bool) -> None:
    assert is_allowed(COMMANDS, SELF_REPORT, Beside(History(), me)) == allowed


def test_a_receiver_has_a_right_from_the_moment_it_was_sent() -> None:
    """Ownership is that of the moment at which the fact occurred."""
    assert not is_allowed(COMMANDS, ex.CONTROLS, Beside(REFERRED, "d-a"), day=1)


def test_who_refused_and_is_sent_it_again_has_it_again() -> None:
    again = after(REFUSED, (ex.referred("v-a", "d-a"), "v-a"))
    assert is_allowed(COMMANDS, ex.CONTROLS, Beside(again, "d-a"))


def test_of_several_organisations_the_one_with_the_right_acts() -> None:
    here = Beside(FOUND, "v-a", with_=("d-b", "v-b"))
    assert is_allowed(COMMANDS, ex.CONTROLS, here)
    assert not is_allowed(COMMANDS, ex.closed("v-b"), here), (
        "for one without a right another of them does not help"
    )
