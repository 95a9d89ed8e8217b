"""A regulated unit as dated registry facts: what it was at a moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.reporting.subjects.merging import Standing, standing
from shared.read_model.entry import Entry


@dataclass(frozen=True, slots=True)
class UnitState:
    """A unit at a moment, and the entries that made it so."""

    active: bool
    village: str
    department: str | None
    grade: str | None
    behind: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    entries: tuple[Entry, ...]
    """Those that hold, by the time they occurred."""
    standing: Standing
    departments: tuple[tuple[int, str | None], ...]
    """Each change of the department with its moment."""

    @classmethod
    def of(cls, in_force: Sequence[Entry]) -> "Unit":
        return cls(tuple(in_force), standing("unit", in_force), tuple(_departments(in_force)))

    def department_at(self, moment: int) -> str | None:
        """A change at the same instant is included; none before the unit was registered."""
        current = None
        for since, department in self.departments:
            if since > moment:
                break
            current = department
        return current

    def before(self, moment: int) -> UnitState | None:
        """None when it was not registered before the moment."""
        state = None
        for entry in self.entries:
            if entry.occurred >= moment:
                break
            state = _after(state, entry)
        return state


def _departments(in_force: Sequence[Entry]) -> list[tuple[int, str | None]]:
    changes: list[tuple[int, str | None]] = []
    for entry in in_force:
        if entry.type == "unit.registered" or "department" in entry.data:
            changes.append((entry.occurred, entry.data.get("department")))
        elif entry.data.get("without_department"):
            changes.append((entry.occurred, None))
    return changes


def _after(state: UnitState | None, entry: Entry) -> UnitState | None:
    data = entry.data
    if entry.type == "unit.registered":
        return UnitState(True, data["village"], data.get("department"), data.get("grade"), (entry.position,))
    if state is None:
        return None
    behind = (*state.behind, entry.position)
    match entry.type:
        case "unit.graded":
            return replace(state, grade=data["grade"], behind=behind)
        case "unit.reassigned":
            department = None if data.get("without_department") else data.get("department", state.department)
            village = data.get("village", state.village)
            return replace(state, village=village, department=department, behind=behind)
        case "unit.closed_down" | "unit.reopened":
            return replace(state, active=entry.type == "unit.reopened", behind=behind)
        case _:
            return state
