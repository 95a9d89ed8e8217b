"""What a report keeps of one subject: short entries, each with when it occurred and where it was recorded.

Only what counting reads is kept, so that a whole township's rows load in a moment.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson

from services.reporting.subjects.kept import KEPT_FIELDS
from shared.events.envelope import Envelope
from shared.instant import microseconds


class Entry(NamedTuple):
    """One event of the subject; with the log of its kind, `position` names it for ever."""

    type: str
    occurred: int
    """Microseconds since 1970, UTC."""
    position: int
    data: dict[str, Any]


def entry_of(envelope: Envelope) -> Entry | None:
    """None for an event that moves no figure."""
    kept = KEPT_FIELDS.get(envelope.type)
    if kept is None:
        return None
    data = envelope.data
    return Entry(
        envelope.type,
        microseconds(envelope.occurred),
        envelope.position,
        {name: data[name] for name in kept if name in data},
    )


def encode(entries: Sequence[Entry]) -> bytes:
    return orjson.dumps([tuple(entry) for entry in entries])


def decode(stored: bytes) -> list[Entry]:
    """In recorded order, as they were appended."""
    return [Entry(*fields) for fields in orjson.loads(stored)]
