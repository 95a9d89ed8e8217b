"""Asking whether an organisation may record a fact about a subject with a given history."""

from dataclasses import dataclass
from typing import Any

from shared.aggregates.command_registry import CommandRegistry
from shared.aggregates.decider import Decider, Recorded
from shared.aggregates.history import History
from shared.events.base import Event
from shared.facts.account import Account, Role
from shared.facts.fact import Fact, FactKey, Reference
from shared.intake.judging.rightful import NoRight, rightful
from tests.support.specification import KINDS, on

TOWN = "500112143"
KNOWN = {
    (TOWN, Reference("organisation", each)): kind for each, kind in {**KINDS, "d-c": "department"}.items()
}


@dataclass(frozen=True, slots=True)
class Beside:
    """An organisation and a subject's history; `to` is the receiver that an answer or withdrawal names."""

    history: History
    me: str
    to: str = "d-b"
    with_: tuple[str, ...] = ()
    """Other organisations of the same account."""


def told(decider: Decider[Any], *events: tuple[Event, str], history: History | None = None) -> History:
    """One event a day from the second of December on, each with the organisation it was recorded for."""
    state: History = decider.initial if history is None else history
    for data, organisation in events:
        position = len(state.entries) + 1
        state = decider.evolve(state, Recorded(position, on(position + 1), data, organisation))
    return state


def is_allowed(
    commands: CommandRegistry, data: Event, here: Beside, role: Role = "officer", day: float = 20
) -> bool:
    account = Account("somebody", TOWN, role, frozenset({here.me, *here.with_}))
    fact = Fact(FactKey("somebody", "/s", "1"), data.type, on(day), data, "", account, "")
    try:
        right = rightful(fact, commands[data.type], here.history, KNOWN, subject_known=True)
    except NoRight:
        return False
    assert isinstance(right, str)
    return True
