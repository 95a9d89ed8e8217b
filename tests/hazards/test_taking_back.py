"""A fact taken back is as if it had never been sent, and so is its taking back."""

from hypothesis import given as for_all
from hypothesis import strategies as st

from services.hazards.hazard_rules import HAZARD
from shared.events.base import Event
from shared.events.voiding import FactVoided
from tests.hazards.examples import (
    VOIDED,
    claimed,
    closed,
    failed,
    found,
    passed,
    referred,
    supervised,
    withdrawn,
)
from tests.support.specification import given, said, taking_back

FOUND = said(3, found())
CLOSED = said(5, closed())


def test_a_closure_taken_back_leaves_it_open() -> None:
    given(HAZARD, FOUND, CLOSED, said(6, taking_back(2))).when(said(7, claimed())).then_recorded()


def test_taking_back_the_taking_back_closes_it_again() -> None:
    history = (FOUND, CLOSED, said(6, taking_back(2)), said(6, taking_back(3)))
    given(HAZARD, *history).when(said(7, claimed())).then_refused("not_open")
    given(HAZARD, *history, said(6, taking_back(4))).when(said(7, claimed())).then_recorded()


def test_two_takings_back_of_one_fact_are_independent() -> None:
    history = (FOUND, CLOSED, said(6, taking_back(2)), said(6, taking_back(2)), said(6, taking_back(3)))
    given(HAZARD, *history).when(said(7, claimed())).then_recorded()


def test_its_own_date_does_not_matter() -> None:
    given(HAZARD, FOUND, CLOSED, said(9, taking_back(2))).when(said(6, claimed())).then_recorded()
    given(HAZARD, FOUND, CLOSED).when(said(1, taking_back(2))).then_recorded()


def test_a_voiding_taken_back_brings_the_hazard_back() -> None:
    given(HAZARD, FOUND, said(5, VOIDED)).when(said(6, taking_back(2))).then_recorded()
    given(HAZARD, FOUND, said(5, VOIDED), said(6, taking_back(2))).when(said(7, closed())).then_recorded()


def test_a_referral_taken_back_was_never_sent() -> None:
    history = (FOUND, said(5, referred("v-a", "d-a")), said(6, taking_back(2)))
    given(HAZARD, *history).when(said(7, withdrawn("d-a"))).then_refused("not_referred")


def test_the_discovery_stands() -> None:
    given(HAZARD, FOUND).when(said(6, taking_back(1))).then_refused("introduces_subject")


def test_what_is_not_there() -> None:
    given(HAZARD, FOUND).when(said(6, taking_back(2))).then_refused("unknown_reference")


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[int, Event]]:
    """A discovery and then anything at any time, takings back of any earlier fact among it."""
    length = draw(st.integers(1, 8))
    events: list[tuple[int, Event]] = [(3, found())]
    for place in range(2, length + 2):
        event = draw(
            st.sampled_from([closed(), failed(), passed(), claimed(), supervised(), referred("v-a", "d-a")])
            if place == 2
            else st.one_of(
                st.sampled_from([closed(), failed(), passed(), supervised()]),
                st.integers(2, place - 1).map(taking_back),
            )
        )
        events.append((draw(st.integers(3, 9)), event))
    return events


def _without(history: list[tuple[int, Event]]) -> list[tuple[int, Event]]:
    """What was never taken back, reading the takings back from the last to the first."""
    gone: set[int] = set()
    kept = []
    for place in range(len(history), 0, -1):
        day, event = history[place - 1]
        if place in gone:
            continue
        if isinstance(event, FactVoided):
            gone.add(event.voids)
        else:
            kept.append((day, event))
    return kept[::-1]


@for_all(histories(), st.integers(3, 10))
def test_as_if_never_sent(history: list[tuple[int, Event]], day: int) -> None:
    """Any question gets the answer that the history without the facts taken back would give."""
    for question in (claimed(), passed()):
        answers = []
        for version in (history, _without(history)):
            try:
                given(HAZARD, *(said(*each) for each in version)).when(said(day, question)).then_recorded()
                answers.append("recorded")
            except Exception as refusal:  # noqa: BLE001  # which one is compared
                answers.append(str(refusal))
        assert answers[0] == answers[1]


def test_a_taking_back_counts_by_its_place_not_by_its_time() -> None:
    given(HAZARD, FOUND, CLOSED).when(said(6, passed())).then_recorded()
    given(HAZARD, FOUND, CLOSED, said(4, taking_back(2))).when(said(6, passed())).then_refused("not_closed")
