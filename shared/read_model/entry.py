"""What a reader of a log keeps of one event: a short entry of its subject, from which all else is folded."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

from shared.aggregates.in_force import as_it_happened, without_retracted
from shared.events.catalogue import newest_data
from shared.events.envelope import Envelope
from shared.events.voiding import FactVoided
from shared.instant import microseconds

_RETRACTION, _OCCURRED = FactVoided.type, itemgetter(1)


class Entry(NamedTuple):
    """With the log of its subject's kind, `position` names the event for ever."""

    type: str
    occurred: int
    """Microseconds since 1970, UTC."""
    position: int
    data: dict[str, Any]

    @property
    def retracts(self) -> int | None:
        """The position that it takes back; None for any other entry."""
        return self.data["voids"] if self.type == FactVoided.type else None


def kept_of(envelope: Envelope, fields: Mapping[str, Sequence[str]]) -> Entry | None:
    """With the `fields` of the newest version of its type; None for a type that is not among them.

    Raises `UnknownEvent`."""
    data = newest_data(envelope)  # of any type: what this release does not know may not be left out
    names = fields.get(envelope.type)
    if names is None:
        return None
    kept = {name: data[name] for name in names if name in data}
    return Entry(envelope.type, microseconds(envelope.occurred), envelope.position, kept)


def encode(entries: Sequence[Entry]) -> bytes:
    return orjson.dumps([tuple(entry) for entry in entries])


def decode(stored: bytes) -> list[Entry]:
    """In recorded order, as they were appended."""
    return [Entry(*fields) for fields in orjson.loads(stored)]


def in_force(entries: Sequence[Entry]) -> list[Entry]:
    """Of one subject's, given as recorded, those that are not taken back, as it happened."""
    if len(entries) == 1:
        return list(entries)
    for entry in entries:
        if entry.type == _RETRACTION:
            return as_it_happened(without_retracted(entries))
    return sorted(entries, key=_OCCURRED)  # stable: ties stay as they were recorded
