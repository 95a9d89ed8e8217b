"""The events of several logs in one order: by when they were recorded, then by the log's name."""

from collections import deque
from collections.abc import Iterator, Mapping
from heapq import merge
from itertools import islice
from typing import NamedTuple

import msgspec

from services.reporting.deriving.stored_logs import FACTS
from services.reporting.replaying.archive import Archive
from services.reporting.subjects.from_bytes import Recorded, read_event
from shared.instant import microseconds, parse_instant


class Event(NamedTuple):
    """Sorts by its first two."""

    recorded: str
    log: str
    position: int
    raw: bytes
    read: Recorded | None
    """None for what is no fact."""


class _Other(msgspec.Struct, gc=False):
    recordedtime: str


_OTHER = msgspec.json.Decoder(_Other)


def merged(archive: Archive, last: Mapping[str, int]) -> Iterator[Event]:
    """Each log to its last position here. No two events of a log were recorded at one time."""
    return merge(*(events_of(archive, log, position) for log, position in last.items()))


def merged_after(
    archive: Archive, start: Mapping[str, int], last: Mapping[str, int]
) -> tuple[int, Iterator[Event]]:
    """When the last event up to `start` was recorded (microseconds since 1970; 0: there is none), and those
    after it."""
    logs = {log: events_of(archive, log, position) for log, position in last.items()}
    passed = [event for log, events in logs.items() for event in deque(islice(events, start[log]), maxlen=1)]
    taken = max((microseconds(parse_instant(event.recorded)) for event in passed), default=0)
    return taken, merge(*logs.values())


def events_of(archive: Archive, log: str, last: int) -> Iterator[Event]:
    return (event_of(log, position, raw) for position, raw in archive.read(log, last))


def event_of(log: str, position: int, raw: bytes) -> Event:
    """Raises `unknown_event` and ValueError as `read_event` does."""
    if log not in FACTS:
        return Event(_OTHER.decode(raw).recordedtime, log, position, raw, None)
    read = read_event(raw)
    return Event(read.recorded, log, position, raw, read)
