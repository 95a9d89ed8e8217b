"""Who may record which fact about a subject: one table for each aggregate, made of named relations. Pure.

A relation is what an organisation can be to a subject: it found it, received it, decided it. The table of
an aggregate says for each act which relations give the right to it. The safety office has every right in its
town.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from shared.aggregates.decider import Recorded
from shared.aggregates.history import History
from shared.events.base import Event
from shared.events.voiding import FactVoided


class Asked(NamedTuple):
    """A fact whose sender's right is asked for."""

    data: Event
    occurred: datetime
    kinds: Mapping[str, str]
    """The kind of each organisation that the table asks about, and of the sender's own."""


class Holders(NamedTuple):
    """Who stands in a relation: these organisations, and every one of these kinds."""

    organisations: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Relation:
    """What an organisation can be to a subject, in the words of the table in docs/rights.md."""

    name: str
    zh: str
    en: str
    holders: Callable[[History, Asked], Holders]
    """As now recorded, at the moment the fact occurred; for corrections at any date."""


@dataclass(frozen=True, slots=True)
class Rights:
    """One aggregate's table: who may do what, beside the safety office."""

    table: Mapping[str, tuple[Relation, ...]]
    """Act to the relations that give the right to it; none: the safety office alone."""
    act: Callable[[Event], str] = lambda data: data.type
    """The line of the table that a fact belongs to."""
    asks_about: Callable[[History, Event], tuple[str, ...]] | None = None
    """Organisations whose kind the relations look at, beside the sender's own; None: at no kind."""
    gives: Callable[[Event], tuple[str, ...]] = lambda _: ()
    """Organisations that would get a right by this fact, once it is recorded."""
    owners: tuple[Relation, ...] = ()
    """The relations of who owns the subject."""

    def asks(self, own: Collection[str], history: History, data: Event) -> tuple[str, ...]:
        """The organisations whose kind has to be known before the right of a sender of these can be."""
        return () if self.asks_about is None else (*own, *self.asks_about(history, data))

    def holders(self, history: History, asked: Asked) -> Holders:
        """Everybody who may record it."""
        return _united(relation.holders(history, asked) for relation in self.table[self.act(asked.data)])

    def owners_ever(self, history: History, kinds: Mapping[str, str]) -> Holders:
        """Who owned it at any date, by what is recorded now: a right begins with the introduction, or with
        what `gives` it."""
        first = history.introduction
        if first is None:
            return Holders()
        given = {entry.occurred for entry in history.in_force if self.gives(entry.data)}
        asked = [Asked(first.data, moment, kinds) for moment in {first.occurred} | given]
        return _united(relation.holders(history, one) for relation in self.owners for one in asked)


def _united(each: Iterable[Holders]) -> Holders:
    organisations: set[str] = set()
    kinds: set[str] = set()
    for one in each:
        organisations |= one.organisations
        kinds |= one.kinds
    return Holders(frozenset(organisations), frozenset(kinds))


def introducer(field: str, zh: str, en: str) -> Relation:
    """Whom the introducing fact names in this field: the first one for good, the sender's own before it."""

    def holders(history: History, asked: Asked) -> Holders:
        first = history.introduction
        return Holders(frozenset({getattr(asked.data if first is None else first.data, field)}))

    return Relation(field, zh, en, holders)


class TakenBack(NamedTuple):
    """A fact to be taken back, as its right is judged: by what is recorded beside it."""

    organisation: str
    """For which it was recorded."""
    said: Recorded
    """What it is about in the end: itself, or what its taking back restored. Who may record the one may take
    back the other."""
    beside: History
    """Without that entry: who gave a unit away still may take the mistake back."""


def taken_back(history: History, position: int) -> TakenBack | None:
    by_position = {entry.position: entry for entry in history.entries}
    target = by_position.get(position)
    if target is None:
        return None
    said = target
    while isinstance(said.data, FactVoided) and said.data.voids in by_position:
        said = by_position[said.data.voids]
    beside = history._replace(in_force=tuple(entry for entry in history.in_force if entry is not said))
    return TakenBack(target.actor_organisation, said, beside)
