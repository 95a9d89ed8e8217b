"""The subject asked about: what was recorded of it, and whether it is there at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from services.reporting.subjects.corrections import last_recorded
from services.reporting.subjects.merging import Standing, links, survivor
from services.reporting.why_not.rules.reasons import Reason
from shared.read_model.entry import Entry, in_force

INTRODUCED = {
    "unit": "unit.registered",
    "inspection": "inspection.completed",
    "hazard": "hazard.found",
    "penalty": "penalty.imposed",
    "case": "case.referred",
}
"""By kind, what brings a subject in."""


@dataclass(frozen=True)
class Subject:
    kind: str
    id: str
    recorded: Sequence[Entry] = ()
    """Up to the positions asked for, what was taken back since included."""

    @cached_property
    def in_force(self) -> list[Entry]:
        return in_force(self.recorded)

    def introduced(self) -> Entry | None:
        return introduction(self.kind, self.in_force)


def introduction(kind: str, entries: Sequence[Entry]) -> Entry | None:
    """The first of several."""
    return next((entry for entry in entries if entry.type == INTRODUCED[kind]), None)


def unintroduced(subject: Subject) -> Reason | None:
    """Never recorded, or what brought it in was taken back."""
    if subject.introduced() is not None:
        return None
    back = _taken_back(subject.recorded)
    for entry in subject.recorded:
        if entry.type == INTRODUCED[subject.kind] and entry.position in back:
            return Reason("taken_back", (back[entry.position],))
    return Reason("not_known")


def _taken_back(recorded: Sequence[Entry]) -> dict[int, Entry]:
    """By position, the retraction that stands."""
    back: dict[int, Entry] = {}
    for entry in reversed(recorded):
        if entry.retracts is not None and entry.position not in back:
            back[entry.retracts] = entry
    return back


def voided(kind: str, entries: Sequence[Entry]) -> Reason | None:
    found = last_recorded(entries, f"{kind}.voided")
    return None if found is None else Reason("voided", (found,))


def merged(subject: Subject, standing_of: Callable[[str], Standing]) -> Reason | None:
    """Into whatever is at the end of the chain, also where that was voided."""
    end = survivor(subject.id, standing_of)
    if end == subject.id:
        return None
    return Reason("merged", links(subject.id, end, standing_of), survivor=end)
