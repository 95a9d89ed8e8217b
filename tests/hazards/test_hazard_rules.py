"""Every rule about a hazard, with an example that passes and one that is refused."""

import pytest

from services.hazards.hazard_rules import HAZARD
from shared.events.base import Event
from tests.hazards.examples import (
    CHANGES,
    CONTROLS,
    CORRECTIONS,
    PLANNED,
    VOIDED,
    answered,
    claimed,
    closed,
    failed,
    found,
    lifted,
    merged,
    passed,
    referred,
    regraded,
    rejected,
    supervised,
    withdrawn,
)
from tests.support.specification import given, said

FOUND = said(3, found())


@pytest.mark.parametrize("by", ["v-a", "d-a", "g-1", "unit"])
def test_found_by_filers_groups_and_the_unit(by: str) -> None:
    given(HAZARD).when(said(3, found(by))).then_recorded()


@pytest.mark.parametrize("by", ["x-a", "s-office"])
def test_found_by_nobody_else(by: str) -> None:
    given(HAZARD).when(said(3, found(by))).then_refused("wrong_kind")


def test_found_twice() -> None:
    given(HAZARD, FOUND).when(FOUND).then_nothing()
    given(HAZARD, FOUND).when(said(4, found())).then_refused("already_exists")
    given(HAZARD, FOUND).when(said(3, found(description="漏电"))).then_refused("already_exists")


@pytest.mark.parametrize("event", [*CHANGES, *CORRECTIONS])
def test_nothing_before_it_was_introduced(event: Event) -> None:
    given(HAZARD).when(said(5, event)).then_refused("unknown_reference")


@pytest.mark.parametrize("event", CHANGES)
def test_a_change_is_not_dated_before_the_discovery(event: Event) -> None:
    given(HAZARD, FOUND).when(said(2, event)).then_refused("before_introduction")


@pytest.mark.parametrize("event", CORRECTIONS)
def test_a_correction_holds_for_every_date(event: Event) -> None:
    sent = said(4, referred("v-a", "d-a"))
    given(HAZARD, FOUND, sent).when(said(1, event)).then_recorded()


def test_a_change_at_the_very_moment_of_discovery() -> None:
    given(HAZARD, FOUND).when(said(3, closed())).then_recorded()


@pytest.mark.parametrize("event", [PLANNED, CONTROLS, claimed(), rejected()])
def test_work_on_a_hazard_needs_it_open(event: Event) -> None:
    given(HAZARD, FOUND).when(said(5, event)).then_recorded()
    given(HAZARD, FOUND, said(5, closed())).when(said(5, event)).then_refused("not_open")
    given(HAZARD, FOUND, said(5, closed())).when(said(4, event)).then_recorded()
    reopened = (FOUND, said(5, closed()), said(6, failed()))
    given(HAZARD, *reopened).when(said(6, event)).then_recorded()
    given(HAZARD, *reopened).when(said(5.5, event)).then_refused("not_open")


@pytest.mark.parametrize("event", [passed(), failed()])
def test_a_look_back_needs_it_closed(event: Event) -> None:
    given(HAZARD, FOUND).when(said(5, event)).then_refused("not_closed")
    given(HAZARD, FOUND, said(5, closed())).when(said(5, event)).then_recorded()
    given(HAZARD, FOUND, said(5, closed())).when(said(4, event)).then_refused("not_closed")
    given(HAZARD, FOUND, said(5, closed()), said(6, passed())).when(said(7, event)).then_recorded()


def test_closing_and_reopening_at_one_instant_follow_the_recording() -> None:
    given(HAZARD, FOUND, said(5, closed()), said(5, failed())).when(said(5, claimed())).then_recorded()
    again = (FOUND, said(5, closed()), said(5, failed()), said(5, closed()))
    given(HAZARD, *again).when(said(5, claimed())).then_refused("not_open")


def test_what_only_moves_figures_is_recorded_in_any_state() -> None:
    history = (FOUND, said(5, closed()))
    for event in (closed(), referred("v-a", "d-a"), supervised(), regraded("major", "raised")):
        given(HAZARD, *history).when(said(6, event)).then_recorded()


def test_closed_by_a_village_or_a_department() -> None:
    for by in ("v-b", "d-a"):
        given(HAZARD, FOUND).when(said(5, closed(by))).then_recorded()
    for by in ("unit", "g-1", "x-a", "s-office"):
        given(HAZARD, FOUND).when(said(5, closed(by))).then_refused("wrong_kind")


@pytest.mark.parametrize("event", [rejected, passed, failed])
def test_looked_at_by_any_organisation(event: type) -> None:
    history = (FOUND, said(4, closed())) if event in (passed, failed) else (FOUND,)
    for by in ("v-b", "d-a", "g-1", "x-a", "s-office"):
        given(HAZARD, *history).when(said(5, event(by))).then_recorded()
    given(HAZARD, *history).when(said(5, event("unit"))).then_refused("wrong_kind")


def test_a_claim_is_by_the_unit_or_any_organisation() -> None:
    for by in ("unit", "v-a", "d-a", "g-1", "s-office", "x-a"):
        given(HAZARD, FOUND).when(said(5, claimed(by))).then_recorded()


def test_raised_is_to_major_and_mitigated_to_general() -> None:
    given(HAZARD, FOUND).when(said(5, regraded("major", "raised"))).then_recorded()
    given(HAZARD, FOUND).when(said(5, regraded("general", "raised"))).then_refused("invalid_data")
    given(HAZARD, FOUND).when(said(5, regraded("general", "mitigated"))).then_recorded()
    given(HAZARD, FOUND).when(said(5, regraded("major", "mitigated"))).then_refused("invalid_data")


@pytest.mark.parametrize(("by", "to"), [("v-a", "d-a"), ("d-a", "d-b"), ("d-a", "x-a")])
def test_who_refers_to_whom(by: str, to: str) -> None:
    given(HAZARD, FOUND).when(said(5, referred(by, to))).then_recorded()


@pytest.mark.parametrize(
    ("by", "to"),
    [("v-a", "x-a"), ("v-a", "v-b"), ("d-a", "v-a"), ("g-1", "d-a"), ("unit", "d-a"), ("x-a", "d-a")],
)
def test_who_does_not(by: str, to: str) -> None:
    given(HAZARD, FOUND).when(said(5, referred(by, to))).then_refused("wrong_receiver")


@pytest.mark.parametrize("event", [answered("d-a"), withdrawn("d-a")])
def test_only_a_receiver_it_was_sent_to(event: Event) -> None:
    given(HAZARD, FOUND, said(4, referred("v-a", "d-b"))).when(said(5, event)).then_refused("not_referred")
    given(HAZARD, FOUND, said(4, referred("v-a", "d-a"))).when(said(5, event)).then_recorded()


def test_supervision_is_ordered_by_departments() -> None:
    given(HAZARD, FOUND).when(said(5, supervised("d-a"))).then_recorded()
    given(HAZARD, FOUND).when(said(5, supervised("v-a"))).then_refused("wrong_kind")
    ordered = (FOUND, said(5, supervised()))
    given(HAZARD, *ordered).when(said(6, lifted())).then_recorded()
    given(HAZARD, *ordered).when(said(4, lifted())).then_refused("not_supervised")
    given(HAZARD, *ordered, said(6, lifted())).when(said(7, lifted())).then_refused("not_supervised")
    given(HAZARD, *ordered).when(said(6, lifted("s-office"))).then_recorded()


def test_merging_into_itself() -> None:
    given(HAZARD, FOUND).when(said(5, merged("h-2"))).then_recorded()
    given(HAZARD, FOUND).when(said(5, merged("h"))).then_refused("merged_into_itself")


@pytest.mark.parametrize("event", [found(), *CHANGES, *CORRECTIONS])
def test_a_voided_hazard_hears_nothing_more(event: Event) -> None:
    given(HAZARD, FOUND, said(9, VOIDED)).when(said(3, event)).then_refused("voided")
