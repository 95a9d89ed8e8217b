"""Where a subject counts, and by which of its entries: the one implementation of counting.

Live figures, rebuilds, figures as of another moment or position, and lineage all come from these marks.
"""

from collections.abc import Sequence

from services.reporting.enforcement_marks import case_marks, inspection_marks, penalty_marks
from services.reporting.frame import Frame
from services.reporting.hazard_marks import hazard_marks
from services.reporting.history import effective
from services.reporting.mark import Mark
from services.reporting.subjects import Entry
from services.reporting.unit_marks import unit_marks


def marks_of(kind: str, subject: str, entries: Sequence[Entry], frame: Frame) -> list[Mark]:
    """`entries` are the subject's own, recorded up to the position asked for."""
    match kind:
        case "unit":
            return unit_marks(subject, frame)
        case "hazard":
            return hazard_marks(subject, effective(entries), frame)
        case "inspection":
            return inspection_marks(effective(entries), frame)
        case "penalty":
            return penalty_marks(subject, effective(entries), frame)
        case "case":
            return case_marks(subject, effective(entries), frame)
        case _:  # organisations, officials, campaigns and self-checks are in no column themselves
            return []
