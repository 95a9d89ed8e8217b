"""A queue in which each asker has a line of its own and the lines take turns. Pure.

A turn answers one question. Whoever asks the same gets the answer with it, and keeps the own turn.
"""

from collections.abc import Hashable, Sequence
from typing import Generic, Protocol, TypeVar


class Request(Protocol):
    """Two requests are the same only when they are one."""

    @property
    def asker(self) -> Hashable: ...

    @property
    def question(self) -> Hashable: ...


Asked = TypeVar("Asked", bound=Request)


class FairQueue(Generic[Asked]):
    """Holds a request from `join` until its turn is finished, or until `leave`."""

    def __init__(self) -> None:
        self._lines: dict[Hashable, list[Asked]] = {}
        """In the order of their turns; none is empty."""
        self._in_turn: list[Asked] = []
        self._whose_turn: Hashable = None

    def __len__(self) -> int:
        return len(self._in_turn) + sum(map(len, self._lines.values()))

    @property
    def in_turn(self) -> Sequence[Asked]:
        """Those that get the answer of the turn under way; empty when none is, or all of them have left."""
        return tuple(self._in_turn)

    def join(self, request: Asked) -> None:
        if self._in_turn and self._in_turn[0].question == request.question:
            self._in_turn.append(request)
        else:
            self._lines.setdefault(request.asker, []).append(request)

    def leave(self, request: Asked) -> None:
        """Nothing happens when it is not here any more."""
        if request in self._in_turn:
            self._in_turn.remove(request)
            return
        line = self._lines.get(request.asker, [])
        self._keep(request.asker, [other for other in line if other is not request])

    def next_turn(self) -> Asked | None:
        """Begins the turn of the first line with its first request. None when nobody waits."""
        asker = next(iter(self._lines), None)
        if asker is None:
            return None
        first = self._lines[asker][0]
        self._whose_turn = asker
        for other, line in list(self._lines.items()):
            self._in_turn += [each for each in line if each.question == first.question]
            self._keep(other, [each for each in line if each.question != first.question])
        return first

    def finish_turn(self) -> Sequence[Asked]:
        """Those that its answer is for; they are here no more. Whose turn it was comes after all others."""
        if self._whose_turn in self._lines:
            self._lines[self._whose_turn] = self._lines.pop(self._whose_turn)
        finished, self._in_turn = self._in_turn, []
        return finished

    def _keep(self, asker: Hashable, line: list[Asked]) -> None:
        """A line keeps its place while somebody stands in it."""
        if line:
            self._lines[asker] = line
        else:
            self._lines.pop(asker, None)
