"""The periods of a campaign as reporting names them: 第1期, 第2期 … and 终报. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from services.notifications.rules.town import View
from shared.instant import parse_instant

FINAL = "final"
_AHEAD = timedelta(days=5)
"""So long before a deadline people turn to it; until then what is late of the one before is at hand."""


@dataclass(frozen=True, slots=True)
class Period:
    key: str
    """`1`, `2` … or `final`."""
    opens: datetime
    deadline: datetime
    next_deadline: datetime | None
    """None of the last one."""

    @property
    def name(self) -> str:
        return "终报" if self.key == FINAL else f"第{self.key}期"


def periods_of(campaign: View) -> tuple[Period, ...]:
    """In order."""
    dues = list(_dues(campaign))
    following = [*(deadline for _, _, deadline in dues[1:]), None]
    return tuple(Period(*due, after) for due, after in zip(dues, following, strict=False))


def period_of(campaign: View, key: str) -> Period | None:
    return next((period for period in periods_of(campaign) if period.key == key), None)


def at_work(periods: Sequence[Period], now: datetime) -> Period | None:
    """本期: the one that people are at work on. None of a campaign without deadlines."""
    begun = [period for period in periods if period.deadline - _AHEAD <= now]
    return next(iter([*reversed(begun), *periods]), None)


def _dues(campaign: View) -> Iterator[tuple[str, datetime, datetime]]:
    """Key, when it opens, when it is due."""
    if "deadlines" not in campaign:  # nothing that opened it holds any more
        return
    deadlines = sorted(parse_instant(each) for each in campaign["deadlines"])
    opening = [parse_instant(campaign["starts"]), *deadlines]
    for number, (opens, deadline) in enumerate(pairwise(opening), 1):
        yield str(number), opens, deadline
    if campaign.get("final_due") is not None:
        yield FINAL, parse_instant(campaign["ends"]), parse_instant(campaign["final_due"])
