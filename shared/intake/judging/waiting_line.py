"""The facts that wait about one subject, and what those behind them have to know of them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from shared.facts.fact import Fact, Reference
from shared.intake.judging.about import About


@dataclass(slots=True)
class Waiting:
    """One waiting fact and its row."""

    number: int
    fact: Fact
    about: About
    over_bus: bool
    since: datetime
    line: str
    weight: int
    missing: set[tuple[str, Reference]] = field(default_factory=set)

    @property
    def introduces(self) -> bool:
        """It may be the first fact of its subject: then those before it wait for nothing but this one."""
        return self.about.kind.introduces


@dataclass(slots=True)
class Ahead:
    """What stands in a line, as whoever comes after it asks."""

    publishers: Counter[str] = field(default_factory=Counter)
    """Whose facts: later ones of the same publisher wait behind them."""
    introducing: Counter[str] = field(default_factory=Counter)
    """Whose facts that may introduce the subject."""
    giving: Counter[str] = field(default_factory=Counter)
    """Organisations that would get a right by one of them."""

    def __bool__(self) -> bool:
        return bool(self.publishers)

    def count(self, fact: Fact, about: About, times: int) -> None:
        """It enters (1), or leaves (-1)."""
        _count(self.publishers, fact.key.publisher, times)
        if about.kind.introduces:
            _count(self.introducing, fact.key.publisher, times)
        for organisation in about.kind.rights.gives(fact.data):
            _count(self.giving, organisation, times)


def _count(counter: Counter[str], key: str, times: int) -> None:
    counter[key] += times
    if not counter[key]:
        del counter[key]


@dataclass(slots=True)
class WaitingLine:
    """In order of arrival, but for the first introduction: the others wait for that one."""

    waiting: list[Waiting] = field(default_factory=list)
    ahead: Ahead = field(default_factory=Ahead)

    def enter(self, waiting: Waiting) -> None:
        first = waiting.introduces and not self.ahead.introducing
        self.waiting.insert(0 if first else len(self.waiting), waiting)
        self.ahead.count(waiting.fact, waiting.about, 1)

    def leave(self, waiting: Waiting) -> None:
        self.waiting.remove(waiting)
        self.ahead.count(waiting.fact, waiting.about, -1)
