"""Figures from nothing but the rows of a town, as of any positions and any cut-off.

It answers what the cells do not hold: an earlier cut-off, earlier positions, another policy. Where the cells
hold a figure, they must equal this one; tests compare the two.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from services.reporting.counting.background import Background
from services.reporting.counting.context import Context
from services.reporting.counting.figures import Figures, figures_of
from services.reporting.counting.mark import Mark
from services.reporting.counting.marks import marks_of
from services.reporting.counting.period import Period
from services.reporting.counting.policy import Policy
from services.reporting.counting.town import Town
from services.reporting.subjects.as_recorded import Rows
from services.reporting.subjects.merging import standing
from services.reporting.subjects.unit import Unit

Through: TypeAlias = Callable[[Iterable[Mark]], Iterable[Mark]]


def background_of(rows: Rows) -> Background:
    town = Town.of(rows)
    return Background(
        town.organisations,
        town.officials,
        {subject: Unit.of(in_force) for subject, in_force in rows.get("unit", {}).items()},
        {subject: standing("hazard", in_force) for subject, in_force in rows.get("hazard", {}).items()},
    )


def marks_in(rows: Rows, context: Context) -> Iterator[Mark]:
    for kind, subjects in rows.items():
        for subject, in_force in subjects.items():
            yield from marks_of(kind, subject, in_force, context)


def recount(rows: Rows, period: Period, policy: Policy, through: Through = iter) -> Figures:
    """The marks go `through` this one by one; it may end the counting by raising."""
    background = background_of(rows)
    marks = marks_in(rows, Context(period, policy, background))
    return figures_of(through(marks), background.kind)
