"""Between when and when the entries of a subject lie: it tells, unread, whether a report has them all."""

from collections.abc import Sequence
from typing import NamedTuple

from services.reporting.subjects.seen import may_be_seen
from shared.read_model.entry import Entry


class Span(NamedTuple):
    """Positions of the subject's log, and microseconds since 1970; taken back or not."""

    first_position: int
    last_position: int
    seen_position: int
    """Of the last entry that may have changed what others see; 0: there is none."""
    first_occurred: int
    last_occurred: int

    @classmethod
    def of(cls, kind: str, entries: Sequence[Entry]) -> "Span":
        """Of all its entries as recorded, at least one."""
        occurred = [entry.occurred for entry in entries]
        seen = next((entry.position for entry in reversed(entries) if may_be_seen(kind, entry.type)), 0)
        return cls(entries[0].position, entries[-1].position, seen, min(occurred), max(occurred))
