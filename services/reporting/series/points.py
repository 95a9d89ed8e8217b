"""The cut-offs that a series has values at: the end of each day, or each deadline, and the report's own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Literal

from services.reporting.subjects.campaign import Campaign
from shared.instant import SHANGHAI, microseconds, moment_at
from shared.problems import Rejected

By = Literal["day", "period"]
MOST_POINTS = 400
"""A window of a year, and some days."""


def points(by: By, campaign: Campaign, until: int) -> Sequence[int]:
    """Those after the window's beginning and before `until`, none after its end; `until` comes last, so that
    the last values are those of the report. Raises `Rejected` where there would be too many."""
    within: list[int] = []
    for moment in _MOMENTS[by](campaign):
        if moment >= until or moment > campaign.ends:
            break
        if len(within) + 1 == MOST_POINTS:
            detail = (
                f"时点超过 {MOST_POINTS} 个，请提前统计时点 more than {MOST_POINTS} points; ask for less time"
            )
            raise Rejected("invalid_request", field="by", detail=detail)
        if moment > campaign.starts:
            within.append(moment)
    return [*within, until]


def _midnights(campaign: Campaign) -> Iterator[int]:
    """A day ends with the midnight after it, in the time zone of the notice."""
    day = moment_at(campaign.starts).astimezone(SHANGHAI).date()
    while True:
        day += timedelta(days=1)
        yield microseconds(datetime.combine(day, time(), SHANGHAI))


def _deadlines(campaign: Campaign) -> Iterator[int]:
    yield from campaign.deadlines


_MOMENTS: Mapping[By, Callable[[Campaign], Iterator[int]]] = {"day": _midnights, "period": _deadlines}
