"""What has to be there for a mark to be, asked of a set of events: they alone are folded."""

from collections.abc import Container, Iterator

from services.reporting.counting.mark import Need
from services.reporting.lineage.sources import Source, source_of
from services.reporting.subjects.dated import AsSaid
from shared.read_model.entry import Entry


def holds(need: Need, listed: Container[Source]) -> bool:
    """Whether the listed events alone give it."""
    if not isinstance(need, AsSaid):
        return any(source_of(entry) in listed for entry in need)
    for said in reversed(need.said):
        if source_of(said.entry) in listed:
            return bool(said.value == need.value)
    return need.value is None


def first(need: Need) -> Entry | None:
    """The event that is listed for it before all others: of what is said, since when it is said. None where
    nothing has to be listed."""
    if not isinstance(need, AsSaid):
        return need[0]
    since = None
    for said in reversed(need.said):
        if said.value != need.value:
            break
        since = said.entry
    return since


def named(need: Need) -> Iterator[Entry]:
    """Every event whose being listed may change whether it holds."""
    return (said.entry for said in need.said) if isinstance(need, AsSaid) else iter(need)


def listed_for(need: Need, listed: Container[Source]) -> Entry | None:
    """The listed event that gives it; None where it holds without any."""
    entries = [entry for entry in serving(need) if source_of(entry) in listed]
    if not entries:
        return None
    return entries[-1] if isinstance(need, AsSaid) else entries[0]


def serving(need: Need) -> Iterator[Entry]:
    """Every event that may give it, as it happened."""
    if isinstance(need, AsSaid):
        return (said.entry for said in need.said if said.value == need.value)
    return iter(need)
