"""Open hazards whose plan's deadline has passed, and those that have no plan."""

from collections.abc import Sequence

from services.reporting.rectification.days import day_of
from services.reporting.rectification.found_hazard import FoundHazard
from shared.json_types import JsonObject


def overdue(hazards: Sequence[FoundHazard], counted_to: int) -> JsonObject:
    """A deadline is due until the end of its day."""
    today = day_of(counted_to).isoformat()
    still_open = [each for each in hazards if each.closed is None]
    late = [each for each in still_open if each.deadline is not None and each.deadline < today]
    return {
        "open": len(still_open),
        "without_plan": sum(each.deadline is None for each in still_open),
        "overdue": len(late),
        "overdue_major": sum(each.major for each in late),
    }
