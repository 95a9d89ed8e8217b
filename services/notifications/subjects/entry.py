"""What is kept of one event: a short entry of its subject. Everything else is folded from the entries."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from services.notifications.subjects.kept import KEPT, KINDS
from shared.events.envelope import Envelope
from shared.events.hazards import SELF_REPORT, HazardFound
from shared.events.stream_id import StreamId
from shared.events.voiding import FactVoided
from shared.instant import write_instant

RECORDED_BY = "recorded_by"
"""Of a self-report: the village or department that recorded it, and so has it."""


class Entry(NamedTuple):
    """Stored as a JSON list in this order."""

    position: int
    occurred: str
    """As `shared.instant` writes it, so that entries sort by it."""
    type: str
    data: dict[str, Any]


def entry_of(event: Envelope) -> Entry | None:
    """None for an event that no reminder looks at."""
    fields = KEPT.get(event.type)
    if fields is None or StreamId.parse(event.stream).kind not in KINDS:
        return None
    data = {name: event.data[name] for name in fields if name in event.data}
    if event.type == HazardFound.type and data["by"] == SELF_REPORT:
        data[RECORDED_BY] = event.actor_organisation
    return Entry(event.position, write_instant(event.occurred), event.type, data)


def taken_back_by(entry: Entry) -> int | None:
    """Which position it takes back; None for any other entry."""
    return entry.data["voids"] if entry.type == FactVoided.type else None


def as_it_happened(entries: Iterable[Entry]) -> list[Entry]:
    """By when they occurred, ties by recording."""
    return sorted(entries, key=lambda entry: (entry.occurred, entry.position))
