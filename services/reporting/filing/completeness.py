"""Who has reported: expected, on time, late, extended, missing, for each period and filer. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from services.reporting.filing.due import Due
from services.reporting.filing.state import Filing, Submission
from services.reporting.filing.timeliness import lasting, would_be_on_time
from shared.instant import microseconds, parse_instant

State = Literal[
    "not_open", "open", "overdue", "extended", "closed", "signed", "accepted", "returned", "withdrawn"
]


@dataclass(frozen=True, slots=True)
class Reported:
    filer: str
    state: State
    submission: Submission | None
    """What stands, or what was returned or withdrawn last."""
    first_signed: int | None
    on_time: bool | None
    """None while it can still be on time and nothing is signed."""
    extended_until: int | None
    history: tuple[str, ...]
    """The numbers, in the order of signing."""


@dataclass(frozen=True, slots=True)
class Tally:
    expected: int
    reported: int
    on_time: int
    late: int
    extended: int
    """Of those that have not reported."""
    missing: int


def reported(filing: Filing, due: Due, filer: str, now: int, *, closed: bool = False) -> Reported:
    """`closed`: the next deadline was consolidated."""
    submissions = filing.of(due.key, filer)
    standing = filing.standing(due.key, filer)
    last = standing or next(reversed(lasting(submissions)), None)
    granted = filing.extensions.get((due.key, filer))
    extended = None if granted is None else microseconds(parse_instant(granted.until))
    return Reported(
        filer=filer,
        state=_state(last, due, extended, now, closed=closed),
        submission=last,
        first_signed=submissions[0].signed_at if submissions else None,
        on_time=_on_time(submissions, due, now),
        extended_until=extended,
        history=tuple(each.number for each in submissions),
    )


def tally(lines: Sequence[Reported]) -> Tally:
    """Returned and withdrawn ones have not reported until they are signed again."""
    done = [line for line in lines if line.state in ("signed", "accepted")]
    on_time = sum(line.on_time is True for line in done)
    waiting = [line for line in lines if line not in done]
    return Tally(
        expected=len(lines),
        reported=len(done),
        on_time=on_time,
        late=len(done) - on_time,
        extended=sum(line.state == "extended" for line in waiting),
        missing=len(waiting),
    )


def _state(last: Submission | None, due: Due, extended: int | None, now: int, *, closed: bool) -> State:
    if last is not None and (last.stands or not closed):
        return last.status
    if closed:
        return "closed"
    if now < due.opens:
        return "not_open"
    if now < due.deadline:
        return "open"
    return "extended" if extended is not None and now < extended else "overdue"


def _on_time(submissions: Sequence[Submission], due: Due, now: int) -> bool | None:
    if not submissions and now < due.deadline:
        return None
    return would_be_on_time(submissions, due.deadline, now)
