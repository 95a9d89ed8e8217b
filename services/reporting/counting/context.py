"""What marks are computed in: a period, a policy, and everything known beyond the subject itself."""

from dataclasses import dataclass

from services.reporting.counting.background import Background
from services.reporting.counting.period import Period
from services.reporting.counting.policy import Policy


@dataclass(frozen=True, slots=True)
class Context:
    period: Period
    policy: Policy
    background: Background

    def covers(self, occurred: int) -> bool:
        """Whether a flow that occurred then counts."""
        return self.period.covers(occurred)

    def past(self, occurred: int) -> bool:
        """Whether it occurred too late to be seen."""
        return occurred >= self.period.limit

    def kind(self, organisation: str) -> str | None:
        return self.background.kind(organisation)
