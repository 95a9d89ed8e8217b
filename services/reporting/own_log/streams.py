"""The state of a stream of this service's own log, folded from its events and kept for the next question."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from shared.event_log.connection import Connection
from shared.events.base import Event
from shared.events.catalogue import load_event
from shared.events.envelope import Envelope
from shared.instant import microseconds

State = TypeVar("State")

_FROM = "select raw from events where stream = $1 and stream_version >= $2 order by stream_version"
_KEPT = 1_000


class _Folded(NamedTuple, Generic[State]):
    version: int
    last: bytes
    """The event of that version."""
    state: State


class Streams(Generic[State]):
    """Events are only ever added: what was folded once holds, unless an operator put the log back."""

    def __init__(self, initial: State, evolve: Callable[[State, Event, Envelope], State]) -> None:
        self._initial, self._evolve = initial, evolve
        self._kept: OrderedDict[str, _Folded[State]] = OrderedDict()

    async def read(self, connection: Connection, stream: str) -> State:
        kept = self._kept.get(stream)
        version = 0 if kept is None else kept.version
        raws = [record["raw"] for record in await connection.fetch(_FROM, stream, version)]
        if kept is not None and raws[:1] != [kept.last]:
            self._kept.pop(stream, None)  # another question may have noticed first
            return await self.read(connection, stream)
        state = self._folded(kept, stream, raws if kept is None else raws[1:])
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return state

    def _folded(self, kept: _Folded[State] | None, stream: str, raws: Sequence[bytes]) -> State:
        version, last, state = kept or _Folded(0, b"", self._initial)
        for raw in raws:
            envelope = Envelope.from_bytes(raw)
            event = load_event(envelope.type, envelope.version, envelope.data)
            version, last, state = envelope.stream_version, raw, self._evolve(state, event, envelope)
        if version:
            self._kept[stream] = _Folded(version, last, state)
            self._kept.move_to_end(stream)
        return state


def occurred_of(envelope: Envelope) -> int:
    """Microseconds since 1970."""
    return microseconds(envelope.occurred)
