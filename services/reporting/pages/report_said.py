"""Which report a page shows, for a sentence: whatever sets it apart from all that is known now."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.counting.policy import READINGS, Reading
from services.reporting.reading.asked_form import Form
from services.reporting.reading.question import Question


@dataclass(frozen=True, slots=True)
class ReportSaid:
    submission: str | None
    occurred_until: str | None
    recorded_until: str | None
    positions: Mapping[str, int]
    other_policy: bool
    """Not the campaign's own."""
    policy: str
    reading: Reading
    policies: tuple[str, ...]

    @property
    def is_now(self) -> bool:
        """What the maintained cells hold, and the live stream tells of."""
        moments = self.submission, self.occurred_until, self.recorded_until
        return not any(moments) and not self.positions and not self.other_policy


def report_said(asked: Question, form: Form) -> ReportSaid:
    signed = asked.submission
    return ReportSaid(
        submission=None if signed is None else signed.number,
        occurred_until=asked.occurred_until,
        recorded_until=asked.recorded_until,
        positions={} if signed is not None else asked.positions,
        other_policy=form.policy != form.campaign.policy,
        policy=form.policy,
        reading=READINGS[form.policy],
        policies=tuple(READINGS),
    )
