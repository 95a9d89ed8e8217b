"""Where a slider can stand: at the end of each day, at each deadline, and where everything is in. Pure.

Between two of them the field beside the slider takes any moment.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.reporting.filing.due import Due, dues
from services.reporting.subjects.campaign import Campaign
from shared.instant import BEGINNING_OF_TIME, END_OF_TIME, SHANGHAI, microseconds, moment_at

MOST = 400
"""Days of a longer span are thinned out."""


@dataclass(frozen=True, slots=True)
class Stops:
    """In order; beyond the last of `moments` there is one more, that of everything."""

    moments: tuple[int, ...]

    @property
    def last(self) -> int:
        return len(self.moments)

    def step_of(self, moment: int | None) -> int:
        """The nearest stop that does not lie behind the moment."""
        return self.last if moment is None else max(0, bisect_right(self.moments, moment) - 1)

    def at(self, step: int) -> int | None:
        return self.moments[step] if 0 <= step < self.last else None


def occurred_stops(campaign: Campaign) -> Stops:
    return _between(campaign.starts, campaign.ends, (due.cutoff for due in dues(campaign)))


def recorded_stops(campaign: Campaign, now: int) -> Stops:
    return _between(campaign.starts, now, (due.deadline for due in dues(campaign)))


def marked(campaign: Campaign, now: int) -> list[Due]:
    """The periods whose deadline has passed."""
    return [due for due in dues(campaign) if due.deadline <= now]


def _between(starts: int, ends: int, marks: Iterable[int]) -> Stops:
    days = max(1, (ends - starts) // (86_400 * 1_000_000))
    every = timedelta(days=-(-days // MOST))
    day = moment_at(starts).astimezone(SHANGHAI).date()
    found = {mark for mark in marks if starts < mark < ends}
    while (
        midnight := microseconds(datetime.combine(day := day + every, datetime.min.time(), SHANGHAI))
    ) < ends:
        found.add(midnight)
    return Stops(tuple(sorted(found)))


def written(moment: int | None) -> str:
    """As the field for a day and time has it, in the time zone of the notice; empty for everything."""
    if moment is None:
        return ""
    local = moment_at(moment).astimezone(SHANGHAI)
    return f"{local:%Y-%m-%dT%H:%M:%S}" if local.second else f"{local:%Y-%m-%dT%H:%M}"


def read(text: str) -> int | None:
    """What such a field says. ValueError for what is no moment."""
    if not text:
        return None
    moment = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    if not BEGINNING_OF_TIME <= moment < END_OF_TIME:
        raise ValueError(text)
    return microseconds(moment)
