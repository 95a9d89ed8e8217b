"""Why one report differs from another: the parts that lead from the one to the other, cell by cell.

The walk is fixed. At the policy and cut-off of the lower report the recorded events, one after the other;
then the cut-off; then the policy at the lower report's events; what is left is the interaction of the two.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services.reporting.differences.frame import Cell
from services.reporting.differences.members import Weights
from services.reporting.differences.parts import Part, backwards
from services.reporting.differences.recorded_events import Through, parts_of_events
from services.reporting.differences.report import Report, in_order
from services.reporting.differences.scope import Scope
from services.reporting.differences.steps import parts_of_cutoff, parts_of_interaction, parts_of_policy
from services.reporting.differences.unexplained import Unexplained
from services.reporting.differences.views import Views
from services.reporting.differences.walk import RecordedAt, Subjects


@dataclass(slots=True)
class CellDifference:
    """Counts, or fen; the weights of the parts add up to what lies between."""

    from_: int = 0
    to: int = 0
    parts: list[Part] = field(default_factory=list)


Differences = Mapping[Cell, CellDifference]


def explained(
    scope: Scope,
    subjects: Subjects,
    recorded: RecordedAt,
    a: Report,
    b: Report,
    through: Through = iter,
) -> Differences:
    """Of every cell that differs, or that some part moves."""
    low, high = in_order(a, b)
    views = Views(subjects, scope)
    start, end = views.of(low, low, low), views.of(high, high, high)
    of_events, of_cutoff = views.of(high, low, low), views.of(high, high, low)
    of_policy = views.of(low, low, high)
    parts = [
        *parts_of_events(scope, subjects, recorded, low, high, of_events.weights, through),
        *parts_of_cutoff(of_events, of_cutoff),
        *parts_of_policy(start, of_policy),
        *parts_of_interaction((start, of_policy), (of_cutoff, end)),
    ]
    if low is a:
        return _added_up(start.weights, end.weights, parts)
    return _added_up(end.weights, start.weights, backwards(parts))


def _added_up(before: Weights, after: Weights, parts: Iterable[Part]) -> Differences:
    cells: defaultdict[Cell, CellDifference] = defaultdict(CellDifference)
    for part in parts:
        cells[part.cell].parts.append(part)
    for counted, weight in before.items():
        cells[counted.cell].from_ += weight
    for counted, weight in after.items():
        cells[counted.cell].to += weight
    for cell, difference in cells.items():
        if sum(part.weight for part in difference.parts) != difference.to - difference.from_:
            raise Unexplained(f"{cell}: {difference}")
    return {cell: difference for cell, difference in cells.items() if difference.parts}
