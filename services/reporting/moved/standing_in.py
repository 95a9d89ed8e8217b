"""What an event adds to the cells of a report: as much as its taking back would take away. Pure."""

from collections.abc import Mapping

from services.reporting.differences.frame import Cell
from services.reporting.differences.report import Report
from services.reporting.differences.scope import Scope
from services.reporting.differences.walk import Subjects
from services.reporting.lineage.place import DISTINCT, SUM
from services.reporting.what_if.moving import moves
from services.reporting.what_if.supposed import Supposed

_TOTALS = (SUM, DISTINCT)


def standing_in(scope: Scope, subjects: Subjects, report: Report, supposed: Supposed) -> Mapping[Cell, int]:
    """Counts, or fen; less than nothing where it takes something away. Without the totals, which only repeat
    it."""
    moved = {
        cell: -sum(weight for _, weight in move.members)
        for cell, move in moves(scope, subjects, report, supposed).items()
        if cell.filer not in _TOTALS
    }
    return {cell: weight for cell, weight in moved.items() if weight}
