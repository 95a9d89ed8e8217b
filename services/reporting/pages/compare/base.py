"""What is compared with where an address says nothing of it: the last deadline, as it stood then. Pure."""

from services.reporting.pages.compare.point import Point
from services.reporting.pages.compare.stops import marked
from services.reporting.subjects.campaign import Campaign
from shared.instant import moment_at, write_instant


def bases(campaign: Campaign, now: int) -> list[Point]:
    """The first of them that there is an answer to: a campaign may have been recorded only later."""
    passed = marked(campaign, now)
    if not passed:
        return [Point()]
    until, known = (write_instant(moment_at(each)) for each in (passed[-1].cutoff, passed[-1].deadline))
    return [Point(occurred_until=until, recorded_until=known), Point(occurred_until=until)]
