"""What the figures of a report are measured by: whether they fell, or stayed the same. Pure."""

from services.reporting.filing.due import Due
from services.reporting.filing.earlier import last_standing, periods_before
from services.reporting.filing.state import Filing, Submission
from services.reporting.subjects.campaign import Campaign
from shared.problems import Rejected


def measure(
    filing: Filing, campaign: Campaign, due: Due, filer: str, corrects: str | None
) -> Submission | None:
    """The submission that is corrected, or the last one signed before. `not_standing` where it is no such."""
    if corrects is None:
        return last_before(filing, campaign, due, filer)
    standing = filing.standing(due.key, filer)
    if standing is None or standing.number != corrects:
        raise Rejected("not_standing", number=corrects)
    return standing


def last_before(filing: Filing, campaign: Campaign, due: Due, filer: str) -> Submission | None:
    """The one that stands of the latest earlier period."""
    return last_standing(filing, periods_before(campaign, due.key), filer)
