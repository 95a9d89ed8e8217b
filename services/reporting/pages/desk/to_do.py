"""What is due from a filer and when; what is overdue stays until it is filed or closed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from services.reporting.filing.completeness import Reported
from services.reporting.filing.due import Due
from services.reporting.filing.state import Submission
from services.reporting.filing.timeliness import keeps_time_until
from services.reporting.submissions.who_reported import Standing

Kind = Literal["returned", "overdue", "extended", "open"]
_KINDS: dict[str, Kind] = {
    "returned": "returned",
    "withdrawn": "open",
    "overdue": "overdue",
    "extended": "extended",
    "open": "open",
}
_ORDER: tuple[Kind, ...] = ("returned", "overdue", "extended", "open")
_HOUR = 3600 * 1_000_000


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """Either days or hours; both 0 once it is over."""

    days: int
    hours: int
    over: bool


@dataclass(frozen=True, slots=True)
class ToDo:
    due: Due
    filer: str
    kind: Kind
    until: int
    """By when it is to be filed."""
    left: TimeLeft
    last: Submission | None
    """What was returned or withdrawn."""
    extended: bool = False
    """It is to be filed by then since an extension was granted."""


def to_do(due: Due, standing: Standing, now: int) -> ToDo | None:
    """None where nothing is to be filed."""
    line = standing.reported
    if line.state not in _KINDS or now < due.opens:
        return None
    kind, until = _KINDS[line.state], _until(due, line)
    if kind == "open" and now >= until:
        kind = "overdue"
    left, extended = time_left(now, until), line.extended_until == until
    return ToDo(due, line.filer, kind, until, left, line.submission, extended)


def _until(due: Due, line: Reported) -> int:
    """What was returned or withdrawn keeps its time for a while, and an extension that of the period."""
    kept = None if line.submission is None else keeps_time_until(line.submission)
    return max(due.deadline, kept or 0, line.extended_until or 0)


def in_order(found: Sequence[ToDo]) -> list[ToDo]:
    return sorted(found, key=lambda each: (_ORDER.index(each.kind), each.until))


def time_left(now: int, until: int) -> TimeLeft:
    """Whole days; within the last one hours, begun ones counted."""
    left = until - now
    if left <= 0:
        return TimeLeft(0, 0, over=True)
    days = left // (24 * _HOUR)
    return TimeLeft(days, 0 if days else -(-left // _HOUR), over=False)
