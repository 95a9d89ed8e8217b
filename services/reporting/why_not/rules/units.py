"""Why a unit is not among the units, or not among those of a grade."""

from services.reporting.counting.columns import FILER_KINDS
from services.reporting.lineage.needs import first
from services.reporting.subjects.dated import AsSaid, before
from services.reporting.subjects.unit import Unit
from services.reporting.why_not.rules.cell import Cell
from services.reporting.why_not.rules.reasons import Reason
from services.reporting.why_not.rules.subject import Subject, merged, unintroduced, voided
from shared.aggregates.organisation_kinds import DEPARTMENT, VILLAGE
from shared.read_model.entry import Entry


def unit_reason(subject: Subject, cell: Cell) -> Reason | None:
    gone = unintroduced(subject) or voided("unit", subject.in_force)
    gone = gone or merged(subject, cell.context.background.unit_standing)
    if gone is not None:
        return gone
    unit = Unit.of(subject.in_force)
    return _inactive(unit, cell) or _elsewhere(unit, cell) or _grade(unit, cell)


def _inactive(unit: Unit, cell: Cell) -> Reason | None:
    limit = cell.context.period.limit
    if unit.registered_before(limit) is not None:
        return None
    registrations = [entry for entry in unit.entries if entry.type == "unit.registered"]
    if registrations[0].occurred >= limit:
        return Reason("registered_later", (registrations[0],))
    closed = [entry for entry in unit.entries if entry.type == "unit.closed_down" and entry.occurred < limit]
    return Reason("closed_down", (closed[-1],))


def _elsewhere(unit: Unit, cell: Cell) -> Reason | None:
    """Its department counts in 附件3, its village in 附件4."""
    limit = cell.context.period.limit
    placed = {DEPARTMENT: before(unit.departments, limit), VILLAGE: before(unit.villages, limit)}
    for kind, said in placed.items():
        if said.value is not None and cell.context.kind(said.value) == kind and cell.takes(said.value):
            return None
    kind = _asked_of(cell)
    said = placed[kind]
    if said.value is None:
        return Reason("unassigned", _behind(said))
    code = "of_another" if cell.context.kind(said.value) == kind else "of_no_filer"
    return Reason(code, _behind(said), who=said.value)


def _asked_of(cell: Cell) -> str:
    """The kind of filer that the cell is of."""
    kind = cell.context.kind(cell.place.filer) if cell.place.of == "filer" else None
    return kind if kind in (DEPARTMENT, VILLAGE) else FILER_KINDS[cell.place.annex]


def _grade(unit: Unit, cell: Cell) -> Reason | None:
    wanted = cell.column.removeprefix("units").removeprefix("_")
    grade = before(unit.grades, cell.context.period.limit)
    if not wanted or grade.value == wanted:
        return None
    return Reason("not_graded" if grade.value is None else "other_grade", _behind(grade))


def _behind(said: AsSaid) -> tuple[Entry, ...]:
    """Since when it is said."""
    since = first(said)
    return () if since is None else (since,)
