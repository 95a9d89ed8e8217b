"""How much may go out: per number and template, per channel and minute, per robot, and for what money. Pure.

What was used is counted by the second over rolling windows, a second too long rather than too short.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeAlias

from services.notifications.channels.channel import PutOff
from services.notifications.channels.robot_answers import Kind
from shared.instant import SHANGHAI

GRAIN = timedelta(seconds=1)
_ALARM_AT = 0.8


@dataclass(frozen=True, slots=True)
class Window:
    seconds: int
    at_most: int

    def __str__(self) -> str:
        return f"{self.at_most}/{self.seconds}"


@dataclass(frozen=True, slots=True)
class Limit:
    measure: str
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Budget:
    """In fen, for each month of the town's calendar."""

    month: int
    price: int

    def alarms(self, spent: int) -> bool:
        return spent >= _ALARM_AT * self.month


@dataclass(frozen=True, slots=True)
class Wish:
    """To send one message."""

    channel: str
    limits: tuple[Limit, ...] = ()
    budget: Budget | None = None


Uses: TypeAlias = Mapping[str, Sequence[tuple[datetime, int]]]
"""By measure: how often, by the second that it was in."""

ROBOT_WINDOWS: Mapping[Kind, tuple[Window, ...]] = {
    "dingtalk": (Window(60, 20),),
    "wecombot": (Window(60, 20),),
    "feishu": (Window(60, 100), Window(1, 5)),
}
"""Of each robot, as their makers state them."""


def of_number(number: str, template: str, windows: tuple[Window, ...]) -> Limit:
    """The number itself stands in no table that outlives the contact."""
    return Limit(f"number/{sha256(number.encode()).hexdigest()[:24]}/{template}", windows)


def of_channel(a_minute: int) -> Limit:
    return Limit("minute", (Window(60, a_minute),))


def of_robot(name: str, kind: Kind) -> Limit:
    return Limit(f"robot/{name}", ROBOT_WINDOWS[kind])


def month_of(now: datetime) -> datetime:
    """When the month began in the town."""
    return now.astimezone(SHANGHAI).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def may_send(used: Uses, spent: int, wish: Wish, now: datetime, *, urgent: bool) -> PutOff | None:
    """None: it may. The urgent pass whatever is used up, and are counted all the same."""
    if urgent:
        return None
    waits = [
        (seconds, limit.measure.partition("/")[0])
        for limit in wish.limits
        for window in limit.windows
        if (seconds := _wait(used.get(limit.measure, ()), window, now)) > 0
    ]
    if wish.budget is not None and spent + wish.budget.price > wish.budget.month:
        next_month = month_of(month_of(now) + timedelta(days=32))
        waits.append(((next_month - now).total_seconds(), "budget"))
    if not waits:
        return None
    seconds, why = max(waits)
    return PutOff(seconds, f"limit_{why}")


def _wait(used: Sequence[tuple[datetime, int]], window: Window, now: datetime) -> float:
    """Seconds until so many have left the window that one more has room."""
    span = timedelta(seconds=window.seconds) + GRAIN
    within = sorted((slot, often) for slot, often in used if slot > now - span)
    too_many = sum(often for _, often in within) - window.at_most + 1
    for slot, often in within:
        if too_many <= 0:
            break
        too_many -= often
        if too_many <= 0:
            return max((slot + span - now).total_seconds(), 0.001)
    return 0.0
