"""The state of a stream of this service's own log, folded from its events and kept for the next question."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from shared.event_log.connection import Connection
from shared.events.base import Event
from shared.events.catalogue import load_event
from shared.events.envelope import Envelope
from shared.instant import microseconds

State = TypeVar("State")

_AFTER = "select raw from events where stream = $1 and stream_version > $2 order by stream_version"
_KEPT = 1_000


class _Folded(NamedTuple, Generic[State]):
    version: int
    state: State


class Streams(Generic[State]):
    """Events are only ever added: what was folded once holds."""

    def __init__(self, initial: State, evolve: Callable[[State, Event, Envelope], State]) -> None:
        self._initial, self._evolve = initial, evolve
        self._kept: OrderedDict[str, _Folded[State]] = OrderedDict()

    async def read(self, connection: Connection, stream: str) -> State:
        return (await self.read_versioned(connection, stream)).state

    async def read_versioned(self, connection: Connection, stream: str) -> _Folded[State]:
        """With how many events it has."""
        version, state = self._kept.get(stream) or _Folded(0, self._initial)
        for record in await connection.fetch(_AFTER, stream, version):
            envelope = Envelope.from_bytes(record["raw"])
            event = load_event(envelope.type, envelope.version, envelope.data)
            state, version = self._evolve(state, event, envelope), envelope.stream_version
        folded = self._kept[stream] = _Folded(version, state)
        self._kept.move_to_end(stream)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return folded


def occurred_of(envelope: Envelope) -> int:
    """Microseconds since 1970."""
    return microseconds(envelope.occurred)
