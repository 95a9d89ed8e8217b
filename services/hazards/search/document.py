"""A hazard in a list: how it stands now. Pure."""

from datetime import datetime

from services.hazards.hazard_document import hazard_now
from shared.aggregates.history import History
from shared.instant import write_instant
from shared.json_types import JsonObject


def hazard_document(hazard_id: str, hazard: History, now: datetime) -> JsonObject:
    stands = hazard_now(hazard)
    document: JsonObject = {
        "hazard_id": hazard_id,
        "unit_id": stands.found.unit_id,
        "by": stands.found.by,
        "found": write_instant(stands.found_at),
        "severity": stands.severity,
        "state": stands.state,
        "days_overdue": stands.days_overdue(now),
    }
    more: JsonObject = {"deadline": stands.deadline, "merged_into": stands.merged_into}
    return document | {name: value for name, value in more.items() if value is not None}
