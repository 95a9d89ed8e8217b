"""Days between moments, as people count them: by the calendar of the notice's time zone."""

from datetime import date

from shared.instant import SHANGHAI, moment_at


def day_of(moment: int) -> date:
    return moment_at(moment).astimezone(SHANGHAI).date()


def days_between(earlier: int, later: int) -> int:
    """0 on the same day, and where the later one is dated before the other."""
    return max(0, (day_of(later) - day_of(earlier)).days)


def counted_to(limit: int, now: int) -> int:
    """The moment that ages are counted to: the cut-off; while that is still to come, now."""
    return min(limit, now)
