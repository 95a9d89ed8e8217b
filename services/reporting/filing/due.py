"""When a campaign's forms are due: 第1期, 第2期 … and 终报, each with its deadline and when it opens."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from services.reporting.subjects.campaign import Campaign
from shared.instant import SHANGHAI, moment_at

FINAL = "final"
"""终报: what happened after the last deadline. It opens at the window's end."""


@dataclass(frozen=True, slots=True)
class Due:
    """Moments in microseconds since 1970."""

    key: str
    """`1`, `2` … or `final`."""
    opens: int
    deadline: int
    cutoff: int
    """What occurred before it is in the form: the deadline, or the window's end where that is earlier."""

    @property
    def name(self) -> str:
        """As people call it, 第3期（截至12月30日）."""
        day = (moment_at(self.cutoff) - timedelta(microseconds=1)).astimezone(SHANGHAI)
        period = "终报" if self.key == FINAL else f"第{self.key}期"
        return f"{period}（截至{day.month}月{day.day}日）"


def due_of(campaign: Campaign, key: str) -> Due | None:
    return next((due for due in dues(campaign) if due.key == key), None)


def dues(campaign: Campaign) -> tuple[Due, ...]:
    """In order."""
    return tuple(_dues(campaign))


def _dues(campaign: Campaign) -> Iterator[Due]:
    opens = campaign.starts
    for number, deadline in enumerate(campaign.deadlines, 1):
        yield Due(str(number), opens, deadline, min(deadline, campaign.ends))
        opens = deadline
    if campaign.final_due is not None:
        yield Due(FINAL, campaign.ends, campaign.final_due, campaign.ends)
