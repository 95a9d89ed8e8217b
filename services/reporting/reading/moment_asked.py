"""A moment that somebody names, in an address or a body."""

from datetime import datetime

from shared.instant import parse_instant
from shared.problems import Rejected


def moment_asked(field: str, text: str) -> datetime:
    """A `+` that was not escaped in the address arrives as a space. Raises `invalid_request`."""
    try:
        return parse_instant(text.strip().replace(" ", "+"))
    except ValueError:
        detail = (
            "需要公元 1 至 9998 年间带时区的时刻 "
            f"a moment of the years 1 to 9998 with an offset, like 2024-12-14T18:00:00+08:00: {text}"
        )
        raise Rejected("invalid_request", field=field, detail=detail) from None
