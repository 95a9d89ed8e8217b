"""A regulated unit as dated registry facts: what it was at a moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reporting.subjects.dated import NOTHING, AsSaid, Said, as_of
from services.reporting.subjects.merging import Standing, standing
from shared.read_model.entry import Entry


@dataclass(frozen=True, slots=True)
class Unit:
    entries: tuple[Entry, ...]
    """Those in force, as it happened."""
    standing: Standing
    departments: tuple[Said, ...]
    """Each change of the department with its moment."""

    @classmethod
    def of(cls, in_force: Sequence[Entry]) -> "Unit":
        return cls(tuple(in_force), standing("unit", in_force), _departments(in_force))

    @property
    def villages(self) -> tuple[Said, ...]:
        return tuple(
            Said(entry.occurred, entry.data["village"], entry)
            for entry in self.entries
            if "village" in entry.data
        )

    @property
    def grades(self) -> tuple[Said, ...]:
        return tuple(
            Said(entry.occurred, entry.data.get("grade"), entry)
            for entry in self.entries
            if entry.type in ("unit.registered", "unit.graded")
        )

    def department_at(self, moment: int) -> AsSaid:
        """A change at the same instant is included; none before the unit was registered."""
        return as_of(self.departments, moment) if self.departments else NOTHING

    def registered_before(self, moment: int) -> Entry | None:
        """Its registration, while it is active just before the moment."""
        registered, active = None, False
        for entry in self.entries:
            if entry.occurred >= moment:
                break
            if entry.type == "unit.registered":
                registered, active = entry, True
            elif entry.type in ("unit.closed_down", "unit.reopened"):
                active = entry.type == "unit.reopened"
        return registered if active else None


def _departments(in_force: Sequence[Entry]) -> tuple[Said, ...]:
    changes = []
    for entry in in_force:
        if entry.type == "unit.registered" or "department" in entry.data:
            changes.append(Said(entry.occurred, entry.data.get("department"), entry))
        elif entry.data.get("without_department"):
            changes.append(Said(entry.occurred, None, entry))
    return tuple(changes)
