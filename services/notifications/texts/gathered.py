"""What is said to one person at once, in order and by kinds. Pure.

In whatever order it is given: what is sealed may be composed again by another process, to the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from services.notifications.rules.demand import Seat
from services.notifications.texts.composed import Said
from services.notifications.texts.texts import RuleTexts, Texts
from services.notifications.texts.words import Words, as_of_words, received_words, shared_words, words_of
from shared.canonical import canonical

_OWN = (Seat.REPORTER, Seat.HEAD)
"""Who reads of the own filer. Anybody else reads of another, the safety office in their stead too."""
_WHEN = ("deadline", "since", "found")


@dataclass(frozen=True, slots=True)
class Kind:
    """All of one rule."""

    rule: str
    texts: RuleTexts
    each: tuple[Words, ...]
    own: bool
    as_of: str

    @property
    def alone(self) -> bool:
        return len(self.each) == 1

    @property
    def words(self) -> Words:
        """Of the one, or what several have in common."""
        if self.alone:
            return self.each[0]
        received = received_words(self.as_of, self.texts.received)
        common = {"as_of": self.as_of, "received": received, "count": str(len(self.each))}
        return {**shared_words(self.each), **common}


def kinds_of(said: Sequence[Said], texts: Texts) -> list[Kind]:
    """The urgent first. What is told to two seats of one person is one thing."""
    ordered = sorted(said, key=lambda one: (texts.urgency[one.rule], *_place(one)))
    return [_kind(rule, list(of_rule), texts) for rule, of_rule in groupby(ordered, key=lambda one: one.rule)]


def _kind(rule: str, said: Sequence[Said], texts: Texts) -> Kind:
    of_rule = texts.rules[rule]
    apart: dict[bytes, Said] = {}
    for one in said:
        apart.setdefault(canonical(one.facts), one)
    return Kind(
        rule,
        of_rule,
        tuple(words_of(one, of_rule.received) for one in apart.values()),
        any(is_of_own(one) for one in said),
        as_of_words(said),
    )


def is_of_own(said: Said) -> bool:
    """Read by who files it."""
    return said.seat in _OWN and not said.recipient.startswith("list/")


def _place(said: Said) -> tuple[str, ...]:
    when = next((str(said.facts[fact]) for fact in _WHEN if fact in said.facts), "")
    return (when, canonical(said.facts).decode(), said.seat, str(said.due), str(said.as_of), said.recipient)
