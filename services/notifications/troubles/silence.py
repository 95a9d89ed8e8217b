"""Publishers that used to send daily and have stopped. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median_low

from services.notifications.rules.technical import publisher_silent
from services.notifications.rules.town import Town
from services.notifications.troubles.trouble import Trouble
from shared.json_types import Json

_DAYS_AT_LEAST = 5
"""Whoever sent on fewer has no habit."""
_AHEAD = timedelta(minutes=15)
"""Planned when it is nearly due: whoever sends meanwhile was never told of."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Of one publisher: the days on which it sent, and when it did last."""

    days: Sequence[date]
    last: datetime

    @property
    def usual(self) -> timedelta | None:
        """The middle one of the gaps between days on which it sent."""
        days = sorted(self.days)
        if len(days) < _DAYS_AT_LEAST:
            return None
        return median_low([later - earlier for earlier, later in pairwise(days)])


def silent(town: Town, heard: Mapping[str, Heard], now: datetime) -> Iterator[Trouble]:
    for name, of_publisher in heard.items():
        usual = of_publisher.usual
        if usual is None:
            continue
        demands = publisher_silent(town, name, of_publisher.last, usual)
        if any(demand.due - _AHEAD <= now for demand in demands):
            facts: dict[str, Json] = {"usual_seconds": int(usual.total_seconds())}
            yield Trouble(f"publisher/{name}", of_publisher.last, facts)


def by_publisher(rows: Iterable[tuple[str, date, datetime]]) -> dict[str, Heard]:
    days: dict[str, list[date]] = {}
    last: dict[str, datetime] = {}
    for publisher, day, moment in rows:
        days.setdefault(publisher, []).append(day)
        last[publisher] = max(moment, last.get(publisher, moment))
    return {publisher: Heard(days[publisher], last[publisher]) for publisher in days}
