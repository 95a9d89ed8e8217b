"""What is kept of one event: a short entry of its subject. Everything else is folded from the entries."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from services.notifications.kept import KEPT, KINDS
from shared.events.envelope import Envelope
from shared.instant import write_instant


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
    if fields is None or event.stream.split("/", 2)[1] not in KINDS:
        return None
    data = {name: event.data[name] for name in fields if name in event.data}
    return Entry(event.position, write_instant(event.occurred), event.type, data)


def holding(entries: Sequence[Entry]) -> list[Entry]:
    """Given in order of position: without what was taken back, and without the takings back."""
    taken_back: set[int] = set()
    kept: list[Entry] = []
    for entry in reversed(entries):
        if entry.position in taken_back:
            continue
        if entry.type == "fact.voided":
            taken_back.add(entry.data["voids"])
        else:
            kept.append(entry)
    kept.reverse()
    return kept


def as_it_happened(entries: Iterable[Entry]) -> list[Entry]:
    """By when they occurred, ties by recording."""
    return sorted(entries, key=lambda entry: (entry.occurred, entry.position))
