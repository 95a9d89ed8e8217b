"""An event in words: what happened, when it did, when that was entered and by whom."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from services.reporting.lineage.recorded_by import Provenance
from services.reporting.lineage.sources import Source, source_of
from shared.events.event_names import EVENT_NAMES
from shared.instant import moment_at, write_instant
from shared.read_model.entry import Entry

_DAY = 24 * 3600 * 1_000_000


class EventShown(NamedTuple):
    zh: str
    en: str
    occurred: str
    recorded: str
    days_late: int
    """Whole days between the two."""
    actor: str
    organisation: str
    log: str
    position: int


def events_shown(
    entries: Iterable[Entry],
    recorded: Mapping[Source, Provenance],
    named: Callable[[str], str],
    source: Callable[[Entry], Source] = source_of,
) -> list[EventShown]:
    """`named`: what an organisation is called."""
    return [event_shown(source(entry), entry, recorded[source(entry)], named) for entry in entries]


def event_shown(
    source: Source, entry: Entry, recorded: Provenance, named: Callable[[str], str]
) -> EventShown:
    zh, en = EVENT_NAMES[entry.type]
    return EventShown(
        zh,
        en,
        write_instant(moment_at(entry.occurred)),
        write_instant(moment_at(recorded.recorded)),
        max(0, recorded.recorded - entry.occurred) // _DAY,
        recorded.actor,
        named(recorded.organisation),
        source.log,
        source.position,
    )
