"""The last report of an earlier period that stands: what cumulative figures are compared with. Pure."""

from collections.abc import Sequence

from services.reporting.filing.due import dues
from services.reporting.filing.state import Filing, Submission
from services.reporting.subjects.campaign import Campaign


def periods_before(campaign: Campaign, period: str) -> list[str]:
    """In order."""
    periods = [each.key for each in dues(campaign)]
    return periods[: periods.index(period)]


def periods_ended_before(campaign: Campaign, moment: int) -> list[str]:
    """Those whose cut-off lies before that of a report that nobody signed."""
    return [each.key for each in dues(campaign) if each.cutoff < moment]


def last_standing(filing: Filing, periods: Sequence[str], filer: str) -> Submission | None:
    standing = (filing.standing(period, filer) for period in reversed(periods))
    return next((each for each in standing if each is not None), None)
