"""What held of a town's subjects, as recorded up to given positions of the logs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from services.reporting.subjects.kept import LOG_OF_KIND, entry_of
from services.reporting.subjects.references import Named
from shared.events.envelope import Envelope
from shared.events.stream_id import StreamId
from shared.read_model.entry import Entry, decode, in_force

Rows: TypeAlias = Mapping[str, Mapping[str, Sequence[Entry]]]
"""Kind, then id, to the entries that hold: the whole of one town."""


def rows_of(subjects: Iterable[tuple[str, str, Sequence[Entry]]], positions: Mapping[str, int]) -> Rows:
    """Of (kind, id, entries), what holds of those recorded up to the positions of the logs."""
    rows: dict[str, dict[str, Sequence[Entry]]] = defaultdict(dict)
    for kind, subject, entries in subjects:
        known = recorded_up_to(entries, positions[LOG_OF_KIND[kind]])
        if known:
            rows[kind][subject] = in_force(known)
    return rows


def rows_in(stored: Iterable[Iterable[Any]], positions: Mapping[str, int]) -> Rows:
    """Likewise, of kind, id and entries as they are stored."""
    return rows_of(((kind, subject, decode(entries)) for kind, subject, entries in stored), positions)


def kept_entry(envelope: Envelope) -> tuple[Named, Entry] | None:
    """Whose entry the event is; None for one that moves no figure."""
    _, kind, subject = StreamId.parse(envelope.stream)
    entry = entry_of(envelope)
    return None if entry is None or kind not in LOG_OF_KIND else ((kind, subject), entry)


def recorded_up_to(entries: Iterable[Entry], position: int) -> list[Entry]:
    """What was known at a position of the subject's log."""
    return [entry for entry in entries if entry.position <= position]
