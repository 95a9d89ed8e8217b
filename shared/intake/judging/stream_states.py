"""The states of streams, kept in memory between batches while no other process appends."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from shared.aggregates.command_registry import CommandRegistry
from shared.aggregates.decider import Decider, Recorded
from shared.aggregates.rights import Rights
from shared.event_log.read import Stored
from shared.events.catalogue import load_event
from shared.events.envelope import read_essentials
from shared.events.stream_id import kind_of
from shared.events.voiding import VoidFact

_KEPT = 50_000


class StreamState(NamedTuple):
    """A decider's state after `version` events; version 0 is a stream that does not exist."""

    state: Any
    version: int


class StreamStates:
    """States by stream id. Whoever finds the head moved by another process calls `forget`."""

    def __init__(self, commands: CommandRegistry) -> None:
        kept = [known for known in commands.values() if known.event is not VoidFact]
        self._deciders: dict[str, Decider[Any]] = {known.kind: known.decider for known in kept}
        self._rights = {known.kind: known.rights for known in kept}
        self.kinds = frozenset(self._deciders)
        """The kinds of subject whose streams are in this log."""
        self._kept: OrderedDict[str, StreamState] = OrderedDict()

    def decider(self, stream: str) -> Decider[Any]:
        return self._deciders[kind_of(stream)]

    def rights(self, stream: str) -> Rights:
        return self._rights[kind_of(stream)]

    def missing(self, streams: Iterable[str]) -> list[str]:
        """Those to load before they are asked for; the others count as used."""
        missing = []
        for stream in dict.fromkeys(streams):
            if stream in self._kept:
                self._kept.move_to_end(stream)
            else:
                missing.append(stream)
        return missing

    def fold(self, streams: Iterable[str], events: Iterable[Stored]) -> None:
        """Keep the states of these streams; `events` are all their events, each stream's in order."""
        entries: dict[str, list[Recorded]] = {stream: [] for stream in streams}
        versions = dict.fromkeys(entries, 0)
        for _, stream, version, raw in events:
            entries[stream].append(recorded(raw))
            versions[stream] = version
        self._kept.update(
            {
                stream: StreamState(self._state(stream, entries[stream]), versions[stream])
                for stream in entries
            }
        )

    def _state(self, stream: str, entries: Sequence[Recorded]) -> Any:
        return self.decider(stream).restore(entries)

    def get(self, stream: str) -> StreamState:
        return self._kept[stream]

    def keep(self, changed: dict[str, StreamState]) -> None:
        """What a batch changed, once it is judged."""
        self._kept.update(changed)

    def trim(self) -> None:
        """Beyond the limit the longest unused are dropped."""
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def drop(self, streams: Iterable[str]) -> None:
        for stream in streams:
            self._kept.pop(stream, None)

    def forget(self) -> None:
        self._kept.clear()


def recorded(raw: bytes) -> Recorded:
    """A stored event as its aggregate sees it."""
    event = read_essentials(raw)
    data = load_event(event.type, event.version, event.data)
    return Recorded(event.position, event.time, data, event.actororg)
