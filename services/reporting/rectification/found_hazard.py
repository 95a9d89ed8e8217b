"""The hazards that count as found, and how far each of them is at the cut-off."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from services.reporting.counting.context import Context
from services.reporting.counting.hazard_marks import closures
from services.reporting.counting.marks import marks_of
from services.reporting.subjects.as_recorded import Rows
from shared.read_model.entry import Entry


class FoundHazard(NamedTuple):
    """One that counts in `hazards_found`."""

    filer: str
    """Who is credited; `crediting.UNCREDITED` for nobody."""
    major: bool
    found: int
    """Microseconds since 1970, like all moments."""
    closed: int | None
    """Of one that counts in `hazards_closed`: since when the closure that stands has stood."""
    deadline: str | None
    """A day, by the plan last said before the cut-off."""
    hazard: str
    """Its id."""


Subjects: TypeAlias = Iterable[tuple[str, Sequence[Entry]]]


def found_hazards(
    rows: Rows, context: Context, through: Callable[[Subjects], Subjects] = iter
) -> list[FoundHazard]:
    """The hazards go `through` this one by one; it may end the counting by raising."""
    subjects = through(rows.get("hazard", {}).items())
    return [each for hazard, in_force in subjects for each in _found(hazard, in_force, context)]


def _found(hazard: str, in_force: Sequence[Entry], context: Context) -> Iterator[FoundHazard]:
    """Whether it counts, for whom and as what is for counting to say."""
    marks = {mark.column: mark for mark in marks_of("hazard", hazard, in_force, context)}
    if "hazards_found" in marks:
        yield FoundHazard(
            filer=marks["hazards_found"].filer,
            major="major_found" in marks,
            found=next(entry.occurred for entry in in_force if entry.type == "hazard.found"),
            closed=closures(in_force, context)[0].occurred if "hazards_closed" in marks else None,
            deadline=planned_deadline(in_force, context),
            hazard=hazard,
        )


def planned_deadline(in_force: Sequence[Entry], context: Context) -> str | None:
    said: str | None = None
    for entry in in_force:
        if entry.type == "hazard.planned" and not context.past(entry.occurred):
            said = entry.data["deadline"]
    return said
