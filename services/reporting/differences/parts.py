"""One part of a difference: what one event, or a step without events of its own, adds to a cell."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NamedTuple

from services.reporting.differences.causes import Cause
from services.reporting.differences.frame import Cell
from services.reporting.lineage.sources import Source
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.subjects.references import Named
from shared.read_model.entry import Entry


class PartEvent(NamedTuple):
    source: Source
    entry: Entry


@dataclass(frozen=True, slots=True)
class Part:
    cell: Cell
    member: str
    """What is counted more or less by it."""
    weight: int
    cause: Cause
    events: tuple[PartEvent, ...]


def backwards(parts: Iterable[Part]) -> list[Part]:
    return [replace(part, weight=-part.weight) for part in reversed(list(parts))]


def event_of(key: Named, entry: Entry) -> PartEvent:
    """In the log of its subject, as what takes it back is."""
    return PartEvent(Source(LOG_OF_KIND[key[0]], entry.position), entry)


def in_log_order(events: Iterable[PartEvent]) -> tuple[PartEvent, ...]:
    """Each once."""
    return tuple({event.source: event for event in sorted(events, key=attrgetter("source"))}.values())
