"""Every act on a unit by everybody who can stand beside it: the law's table, pair by pair."""

import pytest

from services.registry.commands import COMMANDS
from services.registry.unit import UNIT
from services.registry.unit_rights import UNIT_RIGHTS
from shared.aggregates.history import History
from shared.events.base import Event
from shared.events.voiding import VoidFact
from shared.facts.account import Account
from shared.intake.judging.rightful import may_take_back
from tests.registry.unit_events import CHANGES, MERGED, VOIDED, reassigned, registered
from tests.support.rights import Beside, is_allowed, told

UNITS = told(UNIT, (registered("v-a", "d-a"), "v-a"))
MOVED = told(UNIT, (reassigned(village="v-b"), "v-a"), (reassigned(department=None), "v-b"), history=UNITS)
OFFICES = told(UNIT, (registered("v-a", "d-a"), "safety-office"))

BESIDE = {
    "village that registered it": Beside(UNITS, "v-a"),
    "its department": Beside(UNITS, "d-a"),
    "village it moved to": Beside(MOVED, "v-b"),
    "village that registered it, moved away": Beside(MOVED, "v-a"),
    "department it has no longer": Beside(MOVED, "d-a"),
    "village, registered by the safety office": Beside(OFFICES, "v-a"),
    "village, a stranger": Beside(UNITS, "v-b"),
    "department, a stranger": Beside(UNITS, "d-b"),
}
OWNERS = {
    "village that registered it", "its department", "village it moved to",
    "village, registered by the safety office",
}  # fmt: skip
REGISTERED_IT = {"village that registered it", "village that registered it, moved away"}
ACTS: dict[str, tuple[Event, set[str]]] = {
    **{event.type: (event, OWNERS) for event in CHANGES},
    "unit.merged": (MERGED, REGISTERED_IT),
    "unit.voided": (VOIDED, REGISTERED_IT),
}


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("act", ACTS)
def test_who_may(act: str, beside: str) -> None:
    event, allowed = ACTS[act]
    assert is_allowed(COMMANDS, event, BESIDE[beside]) == (beside in allowed)


def test_the_law_and_the_table_name_the_same_acts() -> None:
    assert {*ACTS, "unit.registered"} == set(UNIT_RIGHTS.table)


@pytest.mark.parametrize(("me", "allowed"), [("v-a", True), ("d-a", True)])
def test_the_village_or_the_department_named_in_it_registers(me: str, allowed: bool) -> None:
    assert is_allowed(COMMANDS, registered("v-a", "d-a"), Beside(History(), me)) == allowed


@pytest.mark.parametrize(("me", "allowed"), [("v-a", True), ("d-a", False), ("v-b", False)])
def test_a_known_id_is_registered_again_by_nobody_else(me: str, allowed: bool) -> None:
    """Who registered it hears that it exists; to anybody else it is another's."""
    again = registered(me) if me.startswith("v") else registered("v-b", me)
    assert is_allowed(COMMANDS, again, Beside(UNITS, me)) == allowed


def test_a_change_is_judged_by_who_owned_it_at_its_moment() -> None:
    before = 2.5
    assert is_allowed(COMMANDS, CHANGES[1], Beside(MOVED, "v-a"), day=before)
    assert not is_allowed(COMMANDS, CHANGES[1], Beside(MOVED, "v-b"), day=before)


def test_before_its_registration_its_first_owners_hear_that_it_is_too_early() -> None:
    assert is_allowed(COMMANDS, CHANGES[1], Beside(UNITS, "v-a"), day=1)
    assert not is_allowed(COMMANDS, CHANGES[1], Beside(UNITS, "v-b"), day=1)


def test_who_gave_a_unit_away_by_mistake_takes_that_back() -> None:
    """Judged by what is recorded beside the mistake: by it, the unit is another's."""
    moved = told(UNIT, (reassigned(village="v-b"), "v-a"), history=UNITS)
    account = Account("li", "500112143", "reporter", frozenset({"v-a"}))
    voiding = VoidFact(source="/s", id="moved", reason="录错村")
    assert may_take_back(account, voiding, UNIT_RIGHTS, moved, 2, {}) == "v-a"
