"""On time goes by the first signing. What was returned or withdrawn keeps it if signed again soon enough."""

from collections.abc import Sequence
from itertools import pairwise

from services.reporting.filing.state import Submission
from shared.events.reporting import SubmissionReturned, SubmissionWithdrawn
from shared.instant import microseconds, parse_instant


def is_on_time(submissions: Sequence[Submission], deadline: int) -> bool | None:
    """Of one filer and period, in the order of signing; None where nothing was ever signed."""
    if not submissions:
        return None
    on_time = submissions[0].signed_at < deadline
    for before, after in pairwise(lasting(submissions)):
        kept_until = keeps_time_until(before)
        on_time = on_time and (kept_until is None or after.signed_at < max(kept_until, deadline))
    return on_time


def would_be_on_time(submissions: Sequence[Submission], deadline: int, now: int) -> bool:
    """Signed now, after these; while the last of them stands, what it is itself."""
    if not submissions:
        return now < deadline
    kept_until = keeps_time_until(lasting(submissions)[-1])
    in_time = kept_until is None or now < max(kept_until, deadline)
    return in_time and bool(is_on_time(submissions, deadline))


def lasting(submissions: Sequence[Submission]) -> list[Submission]:
    """Without corrections that were taken back: time goes on as if they had never been signed."""
    return [each for each in submissions if not each.is_taken_back]


def keeps_time_until(submission: Submission) -> int | None:
    """None where it was neither returned nor withdrawn: a correction is measured by what it corrects."""
    for act in reversed(submission.acts):
        if isinstance(act.event, SubmissionReturned | SubmissionWithdrawn):
            return microseconds(parse_instant(act.event.keeps_time_until))
    return None
