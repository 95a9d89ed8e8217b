"""The shape of every aggregate: decide and evolve, pure, state first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from shared.events.base import Event
from shared.events.voiding import FactVoided
from shared.facts.fact import FactKey

State = TypeVar("State")


class Command(NamedTuple):
    """A fact put to a decider, with everything from outside that the rules may look at."""

    key: FactKey
    occurred: datetime
    data: Event
    organisation_kinds: Mapping[str, str]
    """The kind of each organisation the fact names; all are known by the time it is decided."""
    voids: int | None = None
    """For `fact.voided`: the position of the event to take back, in this aggregate's stream."""


class Recorded(NamedTuple):
    """An event as an aggregate sees it in its own stream."""

    position: int
    occurred: datetime
    data: Event
    actor_organisation: str

    @property
    def retracts(self) -> int | None:
        """The position that it takes back; None for any other event."""
        return self.data.voids if isinstance(self.data, FactVoided) else None


@dataclass(frozen=True, slots=True)
class Decider(Generic[State]):
    """`decide` returns the events to record ([] for a repetition) or raises `Rejected`."""

    initial: State
    decide: Callable[[State, Command], list[Event]]
    evolve: Callable[[State, Recorded], State]
    restore: Callable[[Sequence[Recorded]], State]
    """The state after a whole stream, as `evolve` from one event to the next would give it."""
    describe: Callable[[State], str] = lambda _: ""
    """What a fact about another subject may look at: of an organisation its kind, of others nothing."""
