"""A report counted from nothing but the entries: what the walk is held against."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from services.reporting.counting.context import Context
from services.reporting.counting.mark import Mark
from services.reporting.counting.marks import marks_of
from services.reporting.counting.period import Period
from services.reporting.counting.policy import Policy
from services.reporting.counting.recount import background_of
from services.reporting.counting.town import Town
from services.reporting.differences.report import Positions
from services.reporting.differences.walk import Subjects
from services.reporting.subjects.as_recorded import rows_of
from services.reporting.subjects.references import Named

MarksOf: TypeAlias = Mapping[Named, Sequence[Mark]]
"""By subject."""


class Fresh:
    """What held of a town at given positions, whatever counts of it."""

    def __init__(self, subjects: Subjects, positions: Positions, campaign: str) -> None:
        """The campaign has to be known by then."""
        self.rows = rows_of(((*key, entries) for key, entries in subjects.items()), positions)
        self.background = background_of(self.rows)
        self.campaign = Town.of(self.rows).campaigns[campaign]

    def context(self, moment: int, policy: Policy) -> Context:
        return Context(Period.of(self.campaign, moment), policy, self.background)

    def marks(self, context: Context) -> MarksOf:
        return {
            (kind, subject): marks_of(kind, subject, in_force, context)
            for kind, of_kind in self.rows.items()
            for subject, in_force in of_kind.items()
        }
