"""Whether what is still demanded goes out now: what is known at this moment, and etiquette. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol, TypeAlias

from services.notifications.policy.policy import Etiquette, Rule
from shared.calendar.working_days import is_working_day, next_working_day
from shared.instant import SHANGHAI

SOON = timedelta(seconds=2)
CATCHING_UP = "catching_up"
_CLOSES_WITHIN = timedelta(minutes=1)
"""A log that is alive announces itself each second."""
_HALTED = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Go:
    as_of: datetime | None = None
    """Said in the text where reporting was not closed in time."""


@dataclass(frozen=True, slots=True)
class Later:
    wake: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Ended:
    reason: str


Verdict: TypeAlias = Go | Later | Ended


class Due(Protocol):
    """A row of the table, or what is only demanded."""

    @property
    def due(self) -> datetime: ...

    @property
    def until(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Of one reminder, in the transaction that would claim it."""

    now: datetime
    rule: Rule
    etiquette: Etiquette
    at_head: bool
    """Every log that rules read was read to its head since the start."""
    closed: datetime
    """`reporting` is known for ever up to this moment."""
    sent_today: int
    """Messages to this person by this channel, the urgent ones aside."""
    muted: bool = False
    halted: bool = False


def judge(row: Due, seen: Circumstances) -> Verdict:
    """Of what the rules still demand."""
    if row.until is not None and row.until <= seen.now:
        return Ended("overtaken")
    if seen.muted:
        return Ended("muted")
    if seen.halted:
        return Later(seen.now + _HALTED, "halted")
    if seen.rule.urgent:
        return Go()
    return _known(row, seen) or _polite(seen) or Go(_as_of(row, seen))


def _known(row: Due, seen: Circumstances) -> Later | None:
    """Nothing is claimed of what is not known yet."""
    if not seen.at_head:
        return Later(seen.now + SOON, CATCHING_UP)
    waits = timedelta(minutes=seen.rule.waits_minutes)
    if _not_closed(row, seen) and seen.now < max(row.due, seen.closed) + waits:
        return Later(seen.now + SOON, "reporting_not_closed")
    return None


def _not_closed(row: Due, seen: Circumstances) -> bool:
    """Nobody knows whether something was signed before it was due, or in the time that went by since."""
    if not seen.rule.waits_minutes:
        return False
    return seen.closed < row.due or seen.closed < seen.now - _CLOSES_WITHIN


def _as_of(row: Due, seen: Circumstances) -> datetime | None:
    return seen.closed if _not_closed(row, seen) else None


def _polite(seen: Circumstances) -> Later | None:
    here = seen.now.astimezone(SHANGHAI)
    etiquette = seen.etiquette
    if not is_working_day(here.date()) and not seen.rule.on_rest_days:
        return Later(_morning(next_working_day(here.date()), etiquette), "rest_day")
    if _is_quiet(here.time(), etiquette):
        day = here.date() if here.time() < etiquette.quiet_until else here.date() + timedelta(days=1)
        return Later(_morning(day, etiquette), "quiet")
    if seen.sent_today >= etiquette.a_day_per_person:
        return Later(_morning(here.date() + timedelta(days=1), etiquette), "enough_for_today")
    return None


def this_morning(now: datetime, etiquette: Etiquette) -> datetime:
    """What was due before was held back, and goes out in one message to each person, gathered or not."""
    return _morning(now.astimezone(SHANGHAI).date(), etiquette)


def _is_quiet(at: time, etiquette: Etiquette) -> bool:
    """From the evening on and until the morning, or within one day."""
    begins, ends = etiquette.quiet_from, etiquette.quiet_until
    return begins <= at < ends if begins < ends else at >= begins or at < ends


def _morning(day: date, etiquette: Etiquette) -> datetime:
    return datetime.combine(day, etiquette.quiet_until, SHANGHAI)
