"""Inspections: who inspects, once, and voided as a whole."""

import pytest

from services.hazards.inspection import INSPECTION
from shared.events.hazards import InspectionCompleted, InspectionVoided
from tests.support.specification import given, said, taking_back

VOIDED = InspectionVoided(inspection_id="i", reason="录入错误")


def completed(by: str = "d-a", *others: str, official: str = "o-1") -> InspectionCompleted:
    return InspectionCompleted(
        inspection_id="i", unit_id="u", by=by, with_=list(others), participants=[official]
    )


@pytest.mark.parametrize("by", ["v-a", "d-a", "g-1"])
def test_villages_departments_and_groups_inspect_and_take_part(by: str) -> None:
    given(INSPECTION).when(said(3, completed(by))).then_recorded()
    given(INSPECTION).when(said(3, completed("d-b", by))).then_recorded()


@pytest.mark.parametrize("by", ["x-a", "s-office", "unit"])
def test_nobody_else_inspects(by: str) -> None:
    given(INSPECTION).when(said(3, completed(by))).then_refused("wrong_kind")


def test_any_organisation_takes_part() -> None:
    given(INSPECTION).when(said(3, completed("d-a", "v-a", "x-a", "s-office"))).then_recorded()
    given(INSPECTION).when(said(3, completed("d-a", "v-a", "unit"))).then_refused("wrong_kind")


def test_completed_twice() -> None:
    once = said(3, completed())
    given(INSPECTION, once).when(once).then_nothing()
    given(INSPECTION, once).when(said(3, completed(official="o-2"))).then_refused("already_exists")
    given(INSPECTION, once).when(said(4, completed())).then_refused("already_exists")


def test_voided_for_every_date_and_only_once() -> None:
    once = said(3, completed())
    given(INSPECTION).when(said(3, VOIDED)).then_refused("unknown_reference")
    given(INSPECTION, once).when(said(1, VOIDED)).then_recorded()
    given(INSPECTION, once, said(4, VOIDED)).when(said(5, VOIDED)).then_refused("voided")
    given(INSPECTION, once, said(4, VOIDED)).when(once).then_refused("voided")


def test_taking_back() -> None:
    once = said(3, completed())
    given(INSPECTION, once).when(said(4, taking_back(1))).then_refused("introduces_subject")
    given(INSPECTION, once, said(4, VOIDED)).when(said(4, taking_back(2))).then_recorded()
    given(INSPECTION, once, said(4, VOIDED), said(5, taking_back(2))).when(once).then_nothing()
