"""What the figures of a report are measured by: whether they fell, or stayed the same. Pure."""

from services.reporting.filing.due import Due, dues
from services.reporting.filing.state import Filing, Submission
from services.reporting.subjects.campaign import Campaign
from shared.problems import Rejected


def measure(
    filing: Filing, campaign: Campaign, due: Due, filer: str, corrects: str | None
) -> Submission | None:
    """The submission that is corrected, or the last one signed before. `not_standing` where it is no such."""
    if corrects is None:
        return _last_before(filing, campaign, due, filer)
    standing = filing.standing(due.key, filer)
    if standing is None or standing.number != corrects:
        raise Rejected("not_standing", number=corrects)
    return standing


def _last_before(filing: Filing, campaign: Campaign, due: Due, filer: str) -> Submission | None:
    """The one that stands of the latest earlier period."""
    periods = [each.key for each in dues(campaign)]
    earlier = periods[: periods.index(due.key)]
    standing = (filing.standing(period, filer) for period in reversed(earlier))
    return next((each for each in standing if each is not None), None)
