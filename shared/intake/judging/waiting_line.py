"""The facts that wait about one subject, in one queue."""

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
        """It may create the stream; the first such fact of a line goes to its front."""
        return self.about.kind.introduces


@dataclass(slots=True)
class Ahead:
    """What waits in a line, counted as those behind it need."""

    publishers: Counter[str] = field(default_factory=Counter)
    """Whose facts wait here: later ones of the same publisher wait behind them."""
    introducing: Counter[str] = field(default_factory=Counter)
    """Whose facts wait here that may introduce the subject."""
    giving: Counter[str] = field(default_factory=Counter)
    """Organisations that one of them would give a right to."""

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
    """In order of arrival, except that the first introduction goes to the front."""

    waiting: list[Waiting] = field(default_factory=list)
    ahead: Ahead = field(default_factory=Ahead)

    def enter(self, waiting: Waiting) -> None:
        first = waiting.introduces and not self.ahead.introducing
        self.waiting.insert(0 if first else len(self.waiting), waiting)
        self.ahead.count(waiting.fact, waiting.about, 1)

    def leave(self, waiting: Waiting) -> None:
        self.waiting.remove(waiting)
        self.ahead.count(waiting.fact, waiting.about, -1)
