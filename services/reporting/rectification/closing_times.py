"""How long it took to close hazards: in days, by whole numbers alone."""

from collections.abc import Sequence

from services.reporting.forms.documents.decimals import one_decimal
from services.reporting.rectification.days import days_between
from services.reporting.rectification.found_hazard import FoundHazard
from shared.json_types import JsonObject


def closing_times(hazards: Sequence[FoundHazard]) -> JsonObject:
    """Of those that are closed; without any there is nothing to say."""
    days = sorted(days_between(each.found, each.closed) for each in hazards if each.closed is not None)
    count = len(days)
    if not count:
        return {"closed": 0, "median": None, "mean": None, "p90": None}
    return {
        "closed": count,
        "median": one_decimal(days[(count - 1) // 2] + days[count // 2], 2),
        "mean": one_decimal(sum(days), count),
        "p90": days[_rank(count, 90) - 1],
    }


def _rank(count: int, percent: int) -> int:
    """The least one that this share of them does not exceed, counted from 1."""
    return -(-count * percent // 100)
