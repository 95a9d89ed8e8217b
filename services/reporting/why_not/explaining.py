"""A subject in a cell: what counts there of it, or why nothing does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.reporting.counting.background import Background
from services.reporting.counting.columns import COLUMN
from services.reporting.counting.mark import Mark
from services.reporting.counting.marks import marks_of
from services.reporting.lineage.cell import Counted, counted
from services.reporting.subjects.as_recorded import Rows
from services.reporting.subjects.merging import chain
from services.reporting.why_not.rules.cell import FAMILY, Cell
from services.reporting.why_not.rules.discovery import discovery_reason
from services.reporting.why_not.rules.handled import handling_reason
from services.reporting.why_not.rules.of_unit import done_there_reason
from services.reporting.why_not.rules.penalties import penalty_reason
from services.reporting.why_not.rules.reasons import Reason
from services.reporting.why_not.rules.referrals import case_reason
from services.reporting.why_not.rules.subject import Subject, introduction, unintroduced
from services.reporting.why_not.rules.units import unit_reason
from services.reporting.why_not.rules.visits import visit_reason
from shared.read_model.entry import Entry


@dataclass(frozen=True, slots=True)
class Explained:
    known: bool
    counted: Sequence[Counted]
    reason: Reason | None
    """None where it is counted."""
    survivor_counts: bool
    """Where it was merged: whether what it is for counting is in the cell."""
    filers: frozenset[str]
    """In whose cells it counts, whichever column."""


def explained(subject: Subject, rows: Rows, cell: Cell) -> Explained:
    """Of the rows at least that one, its survivor, and those that name one of the two."""
    parts = parts_of(subject, rows, cell.context.background)
    marks = list(_marks(subject, parts, cell))
    here = _in_cell(marks, cell)
    reason = why_not(subject, parts, cell)
    if (reason is None) != bool(here):
        raise RuntimeError(f"{subject.kind} in {cell.place}: {reason}, but counting finds {len(here)}")
    return Explained(
        known=bool(subject.recorded) or any(parts.values()),
        counted=counted(here, apart=cell.place.apart),
        reason=reason,
        survivor_counts=reason is not None and _survivor_counts(subject.kind, reason.survivor, rows, cell),
        filers=frozenset(mark.filer for mark in marks),
    )


def why_not(subject: Subject, parts: Rows, cell: Cell) -> Reason | None:
    """The first condition that fails; None for what is counted."""
    match subject.kind:
        case "unit":
            return _of_unit(subject, parts, cell)
        case "hazard":
            return _of_hazard(subject, parts, cell)
        case "case":
            return case_reason(subject, cell)
        case kind:
            of_one = visit_reason if kind == "inspection" else penalty_reason
            return unintroduced(subject) or of_one(subject.in_force, cell)


def _of_unit(unit: Subject, parts: Rows, cell: Cell) -> Reason | None:
    family = FAMILY[cell.column]
    if family == "stock":
        return unit_reason(unit, cell)
    of_one = visit_reason if family == "visits" else penalty_reason
    return done_there_reason(unit, parts, cell, of_one)


def _of_hazard(hazard: Subject, parts: Rows, cell: Cell) -> Reason | None:
    if FAMILY[cell.column] == "handling":
        return handling_reason(hazard, list(parts.get("hazard", {}).values()), cell)
    return discovery_reason(hazard, cell)


def parts_of(subject: Subject, rows: Rows, background: Background) -> Rows:
    """What was done at a unit or one merged into it; hazards merged into a hazard and not voided."""
    if subject.kind == "unit":
        return {
            kind: dict(_done_at(subject.id, kind, rows, background)) for kind in ("inspection", "penalty")
        }
    if subject.kind == "hazard":
        merged = {
            hazard: in_force
            for hazard, in_force in rows.get("hazard", {}).items()
            if hazard != subject.id and background.counted_hazard(hazard) == subject.id
        }
        return {"hazard": merged}
    return {}


def _done_at(
    unit: str, kind: str, rows: Rows, background: Background
) -> Iterator[tuple[str, Sequence[Entry]]]:
    for act_id, in_force in rows.get(kind, {}).items():
        act = introduction(kind, in_force)
        if act is not None and unit in chain(act.data["unit_id"], background.unit_standing):
            yield act_id, in_force


def _marks(subject: Subject, parts: Rows, cell: Cell) -> Iterator[Mark]:
    """Of the subject itself, and those that it is the member of; of a unit's penalties the fines too."""
    yield from marks_of(subject.kind, subject.id, subject.in_force, cell.context)
    for kind, others in parts.items():
        for other, in_force in others.items():
            for mark in marks_of(kind, other, in_force, cell.context):
                member = mark.member == subject.id and COLUMN[mark.column].counts == subject.kind
                if member or (subject.kind == "unit" and mark.column == "fines"):
                    yield mark


def _in_cell(marks: Iterator[Mark] | Sequence[Mark], cell: Cell) -> list[Mark]:
    return list(cell.place.of_cell(marks, cell.campaign, cell.context.kind))


def _survivor_counts(kind: str, survivor: str, rows: Rows, cell: Cell) -> bool:
    if not survivor:
        return False
    end = Subject(kind, survivor, rows.get(kind, {}).get(survivor, ()))
    return bool(_in_cell(_marks(end, parts_of(end, rows, cell.context.background), cell), cell))
