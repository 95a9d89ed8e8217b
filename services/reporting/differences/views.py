"""The corners between two reports: the events of either, seen up to either cut-off under either policy."""

from dataclasses import dataclass

from services.reporting.counting.context import Context
from services.reporting.counting.policy import Policy
from services.reporting.differences.frame import Frame
from services.reporting.differences.fresh import Fresh, MarksOf
from services.reporting.differences.members import Weights, weights_of
from services.reporting.differences.report import Report
from services.reporting.differences.scope import Scope
from services.reporting.differences.walk import Subjects


@dataclass(frozen=True, slots=True)
class View:
    fresh: Fresh
    context: Context
    marks: MarksOf
    weights: Weights


class Views:
    """Each is counted once, however many corners it is."""

    def __init__(self, subjects: Subjects, scope: Scope) -> None:
        self._subjects, self._scope = subjects, scope
        self._fresh: dict[tuple[tuple[str, int], ...], Fresh] = {}
        self._views: dict[tuple[int, int, Policy], View] = {}

    def of(self, events: Report, cutoff: Report, policy: Report) -> View:
        """The events of the first, up to the cut-off of the second, under the policy of the third."""
        positions = tuple(sorted(events.positions.items()))
        if positions not in self._fresh:
            self._fresh[positions] = Fresh(self._subjects, events.positions, self._scope.campaign)
        fresh = self._fresh[positions]
        key = id(fresh), cutoff.moment, policy.policy
        if key not in self._views:
            self._views[key] = self._seen(fresh, fresh.context(cutoff.moment, policy.policy))
        return self._views[key]

    def _seen(self, fresh: Fresh, context: Context) -> View:
        marks = fresh.marks(context)
        frame = Frame(fresh.campaign, fresh.background.kind, self._scope)
        weights = weights_of((mark for of_one in marks.values() for mark in of_one), frame)
        return View(fresh, context, marks, weights)
