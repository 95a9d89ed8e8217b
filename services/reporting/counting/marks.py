"""Where a subject counts, and by which of its entries: the one implementation of counting.

The maintained cells and the figures as of another moment or position are both added up from these marks.
"""

from collections.abc import Sequence

from services.reporting.counting.case_marks import case_marks
from services.reporting.counting.context import Context
from services.reporting.counting.hazard_marks import hazard_marks
from services.reporting.counting.inspection_marks import inspection_marks
from services.reporting.counting.mark import Mark
from services.reporting.counting.penalty_marks import penalty_marks
from services.reporting.counting.unit_marks import unit_marks
from shared.read_model.entry import Entry


def marks_of(kind: str, subject: str, in_force: Sequence[Entry], context: Context) -> list[Mark]:
    """`in_force` are those of its entries that hold, as recorded up to the position asked for."""
    match kind:
        case "unit":
            return unit_marks(subject, context)
        case "hazard":
            return hazard_marks(subject, in_force, context)
        case "inspection":
            return inspection_marks(in_force, context)
        case "penalty":
            return penalty_marks(subject, in_force, context)
        case "case":
            return case_marks(subject, in_force, context)
        case _:  # organisations, officials, campaigns and self-checks are in no column themselves
            return []
