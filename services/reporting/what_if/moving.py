"""Which cells of a report would move, were something recorded next."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from services.reporting.differences.frame import Cell
from services.reporting.differences.recorded_events import walk_from
from services.reporting.differences.report import Report
from services.reporting.differences.scope import Scope
from services.reporting.differences.walk import Subjects
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.what_if.supposed import Supposed


@dataclass(slots=True)
class Move:
    """Counts, or fen, and by member what makes the change."""

    from_: int = 0
    to: int = 0
    members: list[tuple[str, int]] = field(default_factory=list)


def moves(scope: Scope, subjects: Subjects, report: Report, supposed: Supposed) -> Mapping[Cell, Move]:
    """None where the report does not know yet what it is about."""
    if report.positions[LOG_OF_KIND[supposed.subject[0]]] < supposed.of:
        return {}
    walk = walk_from(scope, subjects, report.positions, report)
    before = dict(walk.members.weights)
    found: defaultdict[Cell, Move] = defaultdict(Move)
    for part in walk.parts([(supposed.subject, supposed.entry)], report.taken):
        found[part.cell].members.append((part.member, part.weight))
    for counted, weight in before.items():
        if counted.cell in found:
            found[counted.cell].from_ += weight
    for move in found.values():
        move.to = move.from_ + sum(weight for _, weight in move.members)
    return found
