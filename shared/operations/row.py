"""A line of the console's table: one thing that can be well or not, how it stands, and what to do then."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from shared.operations.trend import Trend
from shared.operations.words import Words


class Rank(IntEnum):
    """What is to be done first stands first."""

    HALTED = 1
    """Nothing can be recorded."""
    WRONG = 2
    """What is shown or kept may not be what was recorded."""
    STOPPED = 3
    """Figures stand still."""
    BEHIND = 4
    """Figures come late."""
    TO_DECIDE = 5
    """Somebody has to decide; nothing else waits for it."""
    TO_KNOW = 6


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong. `first` says what to do, in one sentence, beginning with whose it is."""

    rank: Rank
    code: str
    cause: Words
    effect: Words
    """On figures."""
    first: Words
    since: datetime | None = None
    seconds: float | None = None
    """For how long, where no moment of the product's clock is known."""
    command: str | None = None
    address: str | None = None
    """Of the page where something can be done about it."""


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    """Of this line among those of its service."""
    what: Words
    stands: Words
    trend: Trend | None = None
    fault: Fault | None = None


NO_EFFECT = Words("不影响已有数字。", "What figures say is not touched.")
