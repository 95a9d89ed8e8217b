"""The state of a stream of this service's own log, folded from its events and kept for the next question."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from shared.event_log.connection import Connection
from shared.events.base import Event
from shared.events.catalogue import load_event
from shared.events.envelope import Envelope
from shared.instant import microseconds
from shared.logging import get_logger
from shared.problems import Rejected

State = TypeVar("State")

_log = get_logger(__name__)

_FROM = "select position, raw from events where stream = $1 and stream_version >= $2 order by stream_version"
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
        stored = [tuple(record) for record in await connection.fetch(_FROM, stream, version)]
        if kept is not None and [raw for _, raw in stored[:1]] != [kept.last]:
            self._kept.pop(stream, None)  # another question may have noticed first
            return await self.read(connection, stream)
        state = self._folded(kept, stream, stored if kept is None else stored[1:])
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return state

    def _folded(self, kept: _Folded[State] | None, stream: str, stored: Sequence[tuple[int, bytes]]) -> State:
        version, last, state = kept or _Folded(0, b"", self._initial)
        for position, raw in stored:
            try:
                envelope = Envelope.from_bytes(raw)
                event = load_event(envelope.type, envelope.version, envelope.data)
                version, last, state = envelope.stream_version, raw, self._evolve(state, event, envelope)
            except (ValueError, KeyError, TypeError) as error:
                _log.error("log_damaged", stream=stream, position=position, error=repr(error))
                raise Rejected("log_damaged", position=str(position)) from error
        if version:
            self._kept[stream] = _Folded(version, last, state)
            self._kept.move_to_end(stream)
        return state


def occurred_of(envelope: Envelope) -> int:
    """Microseconds since 1970."""
    return microseconds(envelope.occurred)
