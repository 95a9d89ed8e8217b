"""A situation with a title: what happened, which subject is looked for where, and the reason there."""

from collections.abc import Callable
from dataclasses import dataclass

from services.reporting.counting.policy import POLICIES, Policy
from services.reporting.why_not.explaining import Explained
from shared.instant import microseconds
from tests.reporting.story import CAMPAIGN, Story, at, town
from tests.reporting.why_not.cells import Asking, recorded_in

STRICT = Policy(
    code_version=1,
    self_reports_count=False,
    mitigated_counts_as_major=False,
    revoked_penalties_count=False,
    groups_credit_department_of_unit=True,
)


@dataclass(frozen=True)
class Why:
    title: str
    happens: Callable[[Story], object]
    asked: str
    """Kind and id, filer and column."""
    code: str | None
    behind: str = ""
    """The types of the events, in their order."""
    who: str = ""
    policy: Policy = POLICIES["1"]
    until: str | None = None

    def __str__(self) -> str:
        return self.title

    def explained(self) -> Explained:
        story = town()
        self.happens(story)
        kind, id_, filer, column = self.asked.split()
        until = None if self.until is None else microseconds(at(self.until))
        asking = Asking(story.rows(), CAMPAIGN, until, self.policy, recorded_in(story))
        annex = "annex-4" if filer.startswith("v-") else "annex-3"
        return asking.explained(kind, id_, asking.cell(annex, filer, column))
