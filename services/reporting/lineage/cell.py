"""From the marks of a cell to what is listed behind it: sufficient, and without a word too many.

The events listed, folded alone, give the marks of the cell; without any one of them they do not. Where
several would serve, the earliest is listed.
"""

from collections import defaultdict
from collections.abc import Container, Hashable, Iterable, Sequence
from dataclasses import dataclass

from services.reporting.counting.mark import Mark
from services.reporting.lineage.needs import first, holds, listed_for, named, serving
from services.reporting.lineage.sources import Source, source_of
from shared.aggregates.in_force import as_it_happened
from shared.read_model.entry import Entry


@dataclass(frozen=True, slots=True)
class Counted:
    """One that counts in the cell, and the events that put it there."""

    filer: str
    member: str
    weight: int
    events: Sequence[Entry]
    also: Sequence[Entry]
    """Each could stand for one of the events."""


def counted(marks: Iterable[Mark], *, apart: bool) -> list[Counted]:
    """`apart`: each filer counts a member for itself, as in a row or in the sum of rows; otherwise a member
    counts once for all of them."""
    groups: dict[Hashable, list[Mark]] = defaultdict(list)
    for mark in marks:
        groups[(mark.filer, mark.member) if apart else mark.member].append(mark)
    for group in groups.values():
        group.sort(key=_when)
    listed = _pruned(groups.values(), _first_of_each(groups.values()))
    return [_counted(group, listed) for group in groups.values()]


def _when(mark: Mark) -> tuple[int, int]:
    act = first(mark.behind[0])
    return (0, 0) if act is None else (act.occurred, act.position)


def _given(group: Sequence[Mark], listed: Container[Source]) -> Mark | None:
    """The earliest of the marks that count as one which the listed events give."""
    for mark in group:
        if all(holds(need, listed) for need in mark.behind):
            return mark
    return None


def _first_of_each(groups: Iterable[Sequence[Mark]]) -> dict[Source, Entry]:
    entries = (first(need) for group in groups for need in group[0].behind)
    return {source_of(entry): entry for entry in entries if entry is not None}


def _pruned(groups: Iterable[Sequence[Mark]], listed: dict[Source, Entry]) -> dict[Source, Entry]:
    """Without those that the rest stands without, the latest first; again until all are needed."""
    touched: dict[Source, list[Sequence[Mark]]] = defaultdict(list)
    for group in groups:
        for source in {source_of(entry) for mark in group for need in mark.behind for entry in named(need)}:
            touched[source].append(group)
    dropped = True
    while dropped:
        dropped = False
        for entry in reversed(as_it_happened(listed.values())):
            source = source_of(entry)
            del listed[source]
            if all(_given(group, listed) is not None for group in touched[source]):
                dropped = True
            else:
                listed[source] = entry
    return listed


def _counted(group: Sequence[Mark], listed: Container[Source]) -> Counted:
    mark = _given(group, listed) or group[0]
    events: dict[Source, Entry] = {}
    also: dict[Source, Entry] = {}
    for need in mark.behind:
        if (entry := listed_for(need, listed)) is not None:
            events[source_of(entry)] = entry
            also |= {source_of(other): other for other in serving(need)}
    for other_mark in group:
        if other_mark is not mark:
            also |= {source_of(entry): entry for need in other_mark.behind for entry in serving(need)}
    others = [entry for source, entry in also.items() if source not in events]
    return Counted(mark.filer, mark.member, mark.weight, tuple(events.values()), as_it_happened(others))
