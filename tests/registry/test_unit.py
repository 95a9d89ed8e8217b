"""Every rule about a unit, with an example that passes and one that is refused."""

import pytest

from services.registry.unit import UNIT
from shared.events.base import Event
from shared.events.registry import (
    UnitDescribed,
    UnitGraded,
    UnitMerged,
    UnitRegistered,
)
from tests.registry.unit_events import CHANGES, MERGED, VOIDED, reassigned, registered
from tests.support.specification import given, said, taking_back

VALID_USCC = "91110000600037341L"


REGISTERED = said(3, registered())


def test_registered_in_a_village_perhaps_under_a_department() -> None:
    given(UNIT).when(said(3, registered("v-a"))).then_recorded()
    given(UNIT).when(said(3, registered("v-a", "d-a"))).then_recorded()
    given(UNIT).when(said(3, registered("d-a"))).then_refused("wrong_kind")
    given(UNIT).when(said(3, registered("v-a", "x-a"))).then_refused("wrong_kind")


def test_registered_twice() -> None:
    given(UNIT, REGISTERED).when(REGISTERED).then_nothing()
    given(UNIT, REGISTERED).when(said(4, registered())).then_refused("already_exists")
    given(UNIT, REGISTERED).when(said(3, registered("v-b"))).then_refused("already_exists")


# The last is an identity number that passes for a credit code, as every thirty-first does.
@pytest.mark.parametrize("uscc", ["91110000600037341X", "123", "１１０", "510105199903129680"])
def test_a_credit_code_is_checked_when_given(uscc: str) -> None:
    given(UNIT).when(said(3, registered(uscc=VALID_USCC))).then_recorded()
    given(UNIT).when(said(3, registered(uscc=uscc))).then_refused("invalid_uscc")
    given(UNIT, REGISTERED).when(said(4, UnitDescribed(unit_id="u", uscc=uscc))).then_refused("invalid_uscc")


@pytest.mark.parametrize("event", CHANGES)
def test_a_change_takes_effect_at_its_moment_from_registration_on(event: Event) -> None:
    given(UNIT).when(said(5, event)).then_refused("unknown_reference")
    given(UNIT, REGISTERED).when(said(3, event)).then_recorded()
    given(UNIT, REGISTERED).when(said(2.9, event)).then_refused("before_introduction")
    given(UNIT, REGISTERED, said(5, event)).when(said(5, event)).then_recorded()


@pytest.mark.parametrize("event", [MERGED, VOIDED])
def test_a_correction_holds_for_every_date(event: Event) -> None:
    given(UNIT).when(said(5, event)).then_refused("unknown_reference")
    given(UNIT, REGISTERED).when(said(1, event)).then_recorded()


def test_merged_into_itself() -> None:
    given(UNIT, REGISTERED).when(said(5, UnitMerged(unit_id="u", into="u"))).then_refused(
        "merged_into_itself"
    )
    given(UNIT, REGISTERED, said(4, MERGED)).when(
        said(5, UnitGraded(unit_id="u", grade="blue"))
    ).then_recorded()


def test_reassigned_to_another_place_or_to_no_department() -> None:
    given(UNIT, REGISTERED).when(said(4, reassigned(department=None))).then_recorded()
    given(UNIT, REGISTERED).when(said(4, reassigned(village="v-b", department="d-a"))).then_recorded()
    given(UNIT, REGISTERED).when(said(4, reassigned(village="g-1"))).then_refused("wrong_kind")
    given(UNIT, REGISTERED).when(said(4, reassigned(department="v-b"))).then_refused("wrong_kind")


@pytest.mark.parametrize("event", [registered(), *CHANGES, MERGED, VOIDED])
def test_a_voided_unit_hears_nothing_more(event: Event) -> None:
    given(UNIT, REGISTERED, said(9, VOIDED)).when(said(3, event)).then_refused("voided")
    back = given(UNIT, REGISTERED, said(9, VOIDED), said(9, taking_back(2)))
    if isinstance(event, UnitRegistered):
        back.when(said(3, event)).then_nothing()
    else:
        back.when(said(3, event)).then_recorded()


def test_taking_back() -> None:
    given(UNIT, REGISTERED).when(said(4, taking_back(1))).then_refused("introduces_subject")
    given(UNIT, REGISTERED, said(4, MERGED)).when(said(1, taking_back(2))).then_recorded()
