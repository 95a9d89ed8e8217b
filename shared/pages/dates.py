"""Days and moments as the town's people write them, in its time zone."""

from datetime import datetime
from typing import TypeAlias

from jinja2 import pass_context
from jinja2.runtime import Context

from shared.instant import SHANGHAI, moment_at, parse_instant

Moment: TypeAlias = str | int | datetime
"""As `write_instant` writes it, or microseconds since 1970."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@pass_context
def day(context: Context, instant: Moment) -> str:
    """12月30日; with its year where that is not the year now, by the clock that the town goes by."""
    local = _local(instant)
    this_year = local.year == context["this_year"]
    if context["language"] == "en":
        written = f"{local.day} {MONTHS[local.month - 1]}"
        return written if this_year else f"{written} {local.year}"
    written = f"{local.month}月{local.day}日"
    return written if this_year else f"{local.year}年{written}"


@pass_context
def moment(context: Context, instant: Moment) -> str:
    """12月30日 18:00."""
    return f"{day(context, instant)} {_local(instant):%H:%M}"


def _local(instant: Moment) -> datetime:
    if isinstance(instant, int):
        instant = moment_at(instant)
    read = parse_instant(instant) if isinstance(instant, str) else instant
    return read.astimezone(SHANGHAI)
