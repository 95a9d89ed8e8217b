"""The waiting facts of this process in memory; each has a row in the table `waiting`.

Facts about one subject wait in one line. A waiting fact holds back later facts of its own publisher on that
subject, and those of others only where it might turn their refusal around.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from shared.facts.fact import FactKey, Reference
from shared.intake.judging.line import Line
from shared.intake.judging.waiting_limits import Usage
from shared.intake.judging.waiting_line import Ahead, Waiting, WaitingLine

_NOTHING = Ahead()


class WaitingRoom:
    """Who waits for what. No rules, no input or output."""

    def __init__(self) -> None:
        self._lines: dict[Line, WaitingLine] = {}
        self._by_key: dict[FactKey, Waiting] = {}
        self._awaited: dict[tuple[str, Reference], Counter[Line]] = {}
        self._townships: Counter[str] = Counter()
        self.usage = Usage()

    def __len__(self) -> int:
        return len(self._by_key)

    def find(self, key: FactKey) -> Waiting | None:
        return self._by_key.get(key)

    def ahead(self, line: Line) -> Ahead:
        """What stands in the line; nothing where there is none."""
        found = self._lines.get(line)
        return _NOTHING if found is None else found.ahead

    def line(self, line: Line) -> list[Waiting]:
        found = self._lines.get(line)
        return [] if found is None else list(found.waiting)

    def lines(self) -> list[Line]:
        return list(self._lines)

    def enter(self, waiting: Waiting) -> None:
        self._lines.setdefault(waiting.line, WaitingLine()).enter(waiting)
        self._by_key[waiting.fact.key] = waiting
        self.usage.add(waiting.fact, waiting.line, waiting.weight)
        self._index(waiting)

    def still_missing(self, waiting: Waiting, line: Line, missing: Iterable[Reference]) -> None:
        """It was tried again and waits on, perhaps for something else. A voiding may have to change lines."""
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
        line.leave(waiting)
        if not line.waiting:
            del self._lines[waiting.line]
        del self._by_key[waiting.fact.key]
        self.usage.remove(waiting.fact, waiting.line, waiting.weight)
        self._unindex(waiting)

    def waiting_for(self, township: str, reference: Reference) -> set[Line]:
        return set(self._awaited.get((township, reference), ()))

    def townships(self) -> set[str]:
        return set(self._townships)

    def of_town(self, township: str) -> list[Waiting]:
        """In order of arrival."""
        return [each for each in self._by_key.values() if each.fact.account.township == township]

    def awaits_any(self) -> bool:
        return bool(self._awaited)

    def waited_since_before(self, moment: datetime) -> list[Waiting]:
        return [waiting for waiting in self._by_key.values() if waiting.since < moment]

    def _index(self, waiting: Waiting) -> None:
        for named in waiting.missing:
            self._awaited.setdefault(named, Counter())[waiting.line] += 1
            self._townships[named[0]] += 1

    def _unindex(self, waiting: Waiting) -> None:
        for named in waiting.missing:
            lines = self._awaited[named]
            lines[waiting.line] -= 1
            if not lines[waiting.line]:
                del lines[waiting.line]
            if not lines:
                del self._awaited[named]
            self._townships[named[0]] -= 1
            if not self._townships[named[0]]:
                del self._townships[named[0]]
