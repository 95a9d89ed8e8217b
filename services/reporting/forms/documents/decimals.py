"""Averages and rates as they are written: one decimal, from whole numbers, the same everywhere."""

OF_NOTHING = "—"


def one_decimal(numerator: int, denominator: int) -> str:
    """Rounded, halves upwards; of what is not negative."""
    return _tenths((20 * numerator + denominator) // (2 * denominator))


def percentage(numerator: int, denominator: int) -> str | None:
    """100.0 only where both are equal: what is almost everything is not everything. None of nothing."""
    if denominator == 0:
        return None
    rounded = (2000 * numerator + denominator) // (2 * denominator)
    return _tenths(rounded if numerator >= denominator else min(rounded, 999))


def rate(numerator: int, denominator: int) -> str:
    """The same as it is shown; of nothing a dash."""
    return percentage(numerator, denominator) or OF_NOTHING


def in_percent(shown_rate: str) -> str:
    """With its sign, in a sentence."""
    return shown_rate if shown_rate == OF_NOTHING else f"{shown_rate}%"


def _tenths(value: int) -> str:
    return f"{value // 10}.{value % 10}"
