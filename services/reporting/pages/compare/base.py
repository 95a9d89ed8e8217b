"""What is compared with where an address says nothing of it: the last deadline, as it stood then. Pure."""

from services.reporting.filing.due import Due
from services.reporting.pages.compare.point import Point
from services.reporting.pages.compare.stops import marked
from services.reporting.subjects.campaign import Campaign
from shared.instant import moment_at, write_instant


def bases(campaign: Campaign, now: int) -> list[Point]:
    """The first of them that there is an answer to: a campaign may have been recorded only later."""
    passed = marked(campaign, now)
    if not passed:
        return [Point()]
    then = as_it_stood(passed[-1])
    return [then, Point(occurred_until=then.occurred_until)]


def as_it_stood(due: Due) -> Point:
    until, known = (write_instant(moment_at(each)) for each in (due.cutoff, due.deadline))
    return Point(occurred_until=until, recorded_until=known)
