"""Facts that wait for something they refer to: the table of them, mirrored in memory by whoever settles.

Facts of one subject wait in one line and keep their order; nothing else waits for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from shared.facts.fact import Fact, FactKey, Reference

Line = str
"""The stream of the subject, or for a voiding whose fact is unknown a line of its own."""


@dataclass(slots=True)
class Waiting:
    """One waiting fact and its row."""

    number: int
    fact: Fact
    over_bus: bool
    since: datetime
    line: Line
    introduces: bool
    """It may be the first fact of its subject: then those before it wait for nothing but this one."""
    missing: set[tuple[str, Reference]] = field(default_factory=set)


_OF_UNKNOWN = "fact/"


def line_of(fact: Fact, stream: str | None) -> Line:
    return stream or f"{_OF_UNKNOWN}{fact.key.as_text()}"


def is_of_unknown(line: Line) -> bool:
    """Of a voiding whose fact is not known here, and of those that take that voiding back."""
    return line.startswith(_OF_UNKNOWN)


class WaitingRoom:
    """Who waits for what. Holds no rule and does no input or output."""

    def __init__(self) -> None:
        self._lines: dict[Line, list[Waiting]] = {}
        self._by_key: dict[FactKey, Waiting] = {}
        self._awaited: dict[tuple[str, Reference], set[Line]] = {}

    def __len__(self) -> int:
        return len(self._by_key)

    def find(self, key: FactKey) -> Waiting | None:
        return self._by_key.get(key)

    def has_line(self, line: Line) -> bool:
        return line in self._lines

    def has_introduction(self, line: Line) -> bool:
        return any(waiting.introduces for waiting in self._lines.get(line, ()))

    def line(self, line: Line) -> list[Waiting]:
        return list(self._lines.get(line, ()))

    def lines(self) -> list[Line]:
        return list(self._lines)

    def enter(self, waiting: Waiting) -> None:
        line = self._lines.setdefault(waiting.line, [])
        first = waiting.introduces and not self.has_introduction(waiting.line)
        line.insert(0 if first else len(line), waiting)
        self._by_key[waiting.fact.key] = waiting
        self._index(waiting)

    def still_missing(self, waiting: Waiting, line: Line, missing: Iterable[Reference]) -> None:
        """Tried again, and something is still not known. A voiding whose fact was refused changes lines."""
        named = {(waiting.fact.account.township, reference) for reference in missing}
        if line == waiting.line:
            self._unindex(waiting)
            waiting.missing = named
            self._index(waiting)
        else:
            self.leave(waiting)
            waiting.line, waiting.missing = line, named
            self.enter(waiting)

    def leave(self, waiting: Waiting) -> None:
        line = self._lines[waiting.line]
        line.remove(waiting)
        if not line:
            del self._lines[waiting.line]
        del self._by_key[waiting.fact.key]
        self._unindex(waiting)

    def waiting_for(self, township: str, reference: Reference) -> set[Line]:
        return set(self._awaited.get((township, reference), ()))

    def townships(self) -> set[str]:
        return {township for township, _ in self._awaited}

    def awaits_any(self) -> bool:
        return bool(self._awaited)

    def waited_since_before(self, moment: datetime) -> list[Waiting]:
        return [waiting for waiting in self._by_key.values() if waiting.since < moment]

    def _index(self, waiting: Waiting) -> None:
        for named in waiting.missing:
            self._awaited.setdefault(named, set()).add(waiting.line)

    def _unindex(self, waiting: Waiting) -> None:
        others = self._lines.get(waiting.line, ())
        for named in waiting.missing:
            if any(named in other.missing for other in others if other is not waiting):
                continue
            lines = self._awaited.get(named, set())
            lines.discard(waiting.line)
            if not lines:
                self._awaited.pop(named, None)
