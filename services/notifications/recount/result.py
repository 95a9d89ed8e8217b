"""What a recount found. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.notifications.recount.comparing import Missing, Row
from shared.instant import write_instant
from shared.json_types import Json, JsonObject

MOST_LISTED = 1000
RULES = (
    "report_due_3_days", "report_due_day_before", "report_due_4_hours", "report_overdue",
    "report_overdue_again", "report_escalated", "report_overdue_listed", "report_summary",
    "submission_returned", "hazard_date_near", "hazard_date_past", "claim_unanswered", "look_back_due",
    "referral_unanswered", "supervision_silent", "major_found",
)  # fmt: skip
"""Those that follow from the logs alone."""


@dataclass(slots=True)
class Found:
    owed: int = 0
    states: dict[str, int] = field(default_factory=dict)
    """How many reminders there are in each, of what fell due."""
    missing: list[Missing] = field(default_factory=list)
    surplus: list[Row] = field(default_factory=list)

    def count(self, rows: Iterable[Row], now: datetime) -> None:
        for row in rows:
            if row.due < now:
                self.states[row.state] = self.states.get(row.state, 0) + 1

    def document(self, at: datetime, since: datetime) -> JsonObject:
        return {
            "at": write_instant(at),
            "since": write_instant(since),
            "owed": self.owed,
            "states": dict(sorted(self.states.items())),
            "missing": len(self.missing),
            "surplus": len(self.surplus),
            "listed_missing": _listed([_missing(each) for each in self.missing]),
            "listed_surplus": _listed([_surplus(each) for each in self.surplus]),
        }


def _listed(lines: Sequence[JsonObject]) -> Json:
    return [*lines[:MOST_LISTED]]


def _missing(each: Missing) -> JsonObject:
    owed = each.owed
    return {
        "rule": owed.rule,
        "subject": owed.subject,
        "due": write_instant(owed.due),
        "seats": [*each.seats],
    }


def _surplus(row: Row) -> JsonObject:
    return {
        "rule": row.rule,
        "subject": row.subject,
        "due": write_instant(row.due),
        "recipient": row.recipient,
        "state": row.state,
    }
