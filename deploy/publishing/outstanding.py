"""The facts that were sent and have no final receipt yet: pure bookkeeping, the time is given.

Of lines with the same key only one is under way at a time, so that each receipt belongs to one line.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from deploy.publishing.line import Key, Line
from deploy.publishing.tally import Tally

_PASSED_OVER_SECONDS = 5.0
_SILENT_SECONDS = 20.0
_TOO_MANY_WAIT = "too_many_waiting"
_DEFERRED_SECONDS, _LONGEST_DEFERRED_SECONDS = 1.0, 10.0
_MOST_TRIES = 40
"""Then what is refused because too many wait counts as refused: about six minutes."""
_OF_REGISTRY, _OF_EITHER = "unit.", "fact.voided"


@dataclass(slots=True)
class _Service:
    """Each service answers in the order it was sent to."""

    heard: float = 0.0
    answered: int = 0
    """Place of the latest fact that it answered."""


@dataclass(slots=True)
class _UnderWay:
    line: Line
    sent: float
    place: int
    has_waited: bool = False
    """The service stores it already, and was asked once more."""
    tries: int = 1
    deferred: bool = False
    """Refused because too many facts wait: it is sent again when some of them may be decided."""

    def is_overdue(self, service: _Service, now: float) -> bool:
        """Deferred, passed over by its service, or silence; each time it is given longer."""
        since = now - self.sent
        if self.deferred:
            return since > min(_DEFERRED_SECONDS * self.tries, _LONGEST_DEFERRED_SECONDS)
        if self.place < service.answered:
            return since > _PASSED_OVER_SECONDS * self.tries
        return min(since, now - service.heard) > _SILENT_SECONDS * self.tries


class Outstanding:
    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._under_way: dict[Key, _UnderWay] = {}
        self._waiting: dict[Key, list[Line]] = {}
        self._held: dict[Key, deque[Line]] = {}
        self._registry, self._hazards = _Service(), _Service()
        self._places = 0
        self.bytes = 0

    def __len__(self) -> int:
        """Facts that have no receipt of any kind."""
        return len(self._under_way) + sum(map(len, self._held.values()))

    @property
    def waiting(self) -> int:
        return sum(map(len, self._waiting.values()))

    def begin(self, lines: Iterable[Line], now: float) -> list[Line]:
        """Those that may be sent now; the others follow when the one of their key is answered."""
        free: list[Line] = []
        for line in lines:
            self.bytes += len(line.raw)
            if line.key in self._under_way:
                self._held.setdefault(line.key, deque()).append(line)
            else:
                self._set_out(line, now)
                free.append(line)
        return free

    def _set_out(self, line: Line, now: float, *, has_waited: bool = False) -> None:
        self._places += 1
        self._under_way[line.key] = _UnderWay(line, now, self._places, has_waited)

    def _service_of(self, line: Line) -> _Service:
        return self._registry if line.type.startswith(_OF_REGISTRY) else self._hazards

    def take(self, receipt: dict[str, Any], now: float) -> Line | None:
        """Note a receipt. Returns the next line of the same key, to be sent now."""
        key = Key(str(receipt.get("source")), str(receipt.get("id")))
        sent = self._under_way.get(key)
        if key in self._waiting and (sent is None or receipt["outcome"] == "accepted"):
            self._decide_waiting(key, receipt)
            return None
        if sent is None:
            return None
        if sent.line.type != _OF_EITHER:
            service = self._service_of(sent.line)
            service.heard, service.answered = now, max(service.answered, sent.place)
        if receipt.get("code") == _TOO_MANY_WAIT and sent.tries < _MOST_TRIES:
            sent.deferred, sent.sent = True, now
            return None
        del self._under_way[key]
        self.bytes -= len(sent.line.raw)
        if receipt["outcome"] == "waiting":
            self._waiting.setdefault(key, []).append(sent.line)
        elif sent.has_waited and receipt["outcome"] == "duplicate":
            self._tally.count(sent.line, receipt | {"outcome": "accepted"})
        else:
            self._tally.count(sent.line, receipt)
        return self._next_of(key, now)

    def _decide_waiting(self, key: Key, receipt: dict[str, Any]) -> None:
        """The service answers a fact that waited once, however often it was sent."""
        if receipt["outcome"] == "waiting":
            return
        first, *repeated = self._waiting.pop(key)
        self._tally.count(first, receipt)
        for line in repeated:
            again = receipt | {"outcome": "duplicate"} if receipt["outcome"] == "accepted" else receipt
            self._tally.count(line, again)

    def _next_of(self, key: Key, now: float) -> Line | None:
        held = self._held.get(key)
        if not held:
            return None
        line = held.popleft()
        if not held:
            del self._held[key]
        self._set_out(line, now)
        return line

    def sent(self, lines: Iterable[Line], now: float) -> None:
        """The bus has stored them at this moment."""
        for line in lines:
            under_way = self._under_way.get(line.key)
            if under_way is not None:
                under_way.sent = now

    def overdue(self, now: float) -> list[Line]:
        """Whose receipt should have come by now, in the order they were sent first; to be sent again."""
        late = [
            each for each in self._under_way.values() if each.is_overdue(self._service_of(each.line), now)
        ]
        for each in late:
            self._tally.deferred += each.deferred
            self._tally.resent += not each.deferred
            self._places += 1
            each.tries, each.sent, each.place = each.tries + 1, now, self._places
            each.deferred = False
        return [each.line for each in late]

    def ask_again(self, now: float) -> list[Line]:
        """What waits goes under way once more: the receipt that decided it may have been lost."""
        waiting, self._waiting = self._waiting, {}
        for key, (first, *repeated) in waiting.items():
            self._set_out(first, now, has_waited=True)
            if repeated:
                self._held.setdefault(key, deque()).extend(repeated)
        return [lines[0] for lines in waiting.values()]

    def give_up(self) -> None:
        """Count what is left as what it is."""
        still = [key for key, each in self._under_way.items() if each.has_waited]
        stored = len(still) + sum(len(self._held.get(key, ())) for key in still)
        self._tally.waiting = self.waiting + stored
        self._tally.unanswered = len(self) - stored
