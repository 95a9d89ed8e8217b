"""Given what was recorded, when a fact arrives, then these events, or a refusal: for any decider."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.aggregates.decider import Command, Decider, Recorded
from shared.events.base import Event
from shared.events.voiding import FactVoided
from shared.facts.fact import FactKey
from shared.problems import Rejected

KINDS = {
    "v-a": "village",
    "v-b": "village",
    "d-a": "department",
    "d-b": "department",
    "x-a": "district_department",
    "g-1": "working_group",
    "s-office": "safety_office",
}
"""The organisations of every specification."""


def on(day: float) -> datetime:
    """Noon of a December day, fractions allowed."""
    return datetime(2024, 12, 1, 12, tzinfo=UTC) + timedelta(days=day - 1)


@dataclass(frozen=True, slots=True)
class Said:
    day: float
    data: Event


def said(day: float, data: Event) -> Said:
    return Said(day, data)


def taking_back(position: int) -> FactVoided:
    """`fact.voided` of the fact recorded at this place (1 is the first given)."""
    return FactVoided(publisher="p", source="/s", id=str(position), reason="录入错误", voids=position)


def replay(decider: Decider[Any], *history: Said) -> Any:
    state = decider.initial
    for position, each in enumerate(history, start=1):
        state = decider.evolve(state, Recorded(position, on(each.day), each.data, "v-a"))
    return state


@dataclass(frozen=True, slots=True)
class Given:
    decider: Decider[Any]
    state: Any

    def when(self, fact: Said) -> "When":
        return When(self, fact)


@dataclass(frozen=True, slots=True)
class When:
    given: Given
    fact: Said

    def _decide(self) -> list[Event]:
        command = Command(FactKey("p", "/s", "new"), on(self.fact.day), self.fact.data, KINDS)
        return self.given.decider.decide(self.given.state, command)

    def then(self, *events: Event) -> None:
        assert self._decide() == list(events)

    def then_recorded(self) -> None:
        """The fact becomes one event that says the same."""
        self.then(self.fact.data)

    def then_nothing(self) -> None:
        """A repetition: accepted, with nothing to record."""
        self.then()

    def then_refused(self, code: str) -> None:
        with pytest.raises(Rejected) as refusal:
            self._decide()
        assert refusal.value.code == code


def given(decider: Decider[Any], *history: Said) -> Given:
    return Given(decider, replay(decider, *history))
