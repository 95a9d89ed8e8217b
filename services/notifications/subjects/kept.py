"""Which events this service keeps, and what of each: the fields that a reminder will look at.

Free text stays in the log. A new event type has to be put into one of the two tables here; a test asks.
"""

from shared.events.envelope import Envelope
from shared.events.hazards import SELF_REPORT, HazardFound
from shared.events.stream_id import kind_of
from shared.instant import write_instant
from shared.read_model.entry import Entry, kept_of

RECORDED_BY = "recorded_by"
"""Of a self-report: the village or department that recorded it, and so has it."""

RECORDED = "recorded"
"""Of an entry that says major: leaders are told on the day that the service learns of it."""

KEPT: dict[str, tuple[str, ...]] = {
    "organisation.registered": ("name", "kind"),
    "official.registered": ("name", "title", "organisation"),
    "official.term_started": ("office", "leader"),
    "official.term_ended": ("office",),
    "working_group.formed": ("heads", "members", "departments", "villages"),
    "campaign.opened": (
        "title", "starts", "ends", "deadlines", "final_due", "departments", "villages", "review", "reminders",
    ),
    "unit.registered": ("name", "village", "department"),
    "unit.described": ("name",),
    "unit.reassigned": ("village", "department", "without_department"),
    "unit.merged": ("into",),
    "unit.voided": (),
    "hazard.found": ("unit_id", "by", "severity"),
    "hazard.planned": ("deadline",),
    "hazard.controls_imposed": (),
    "hazard.rectification_claimed": ("by",),
    "hazard.rectification_rejected": ("by",),
    "hazard.closed": ("by",),
    "hazard.look_back_passed": ("by",),
    "hazard.look_back_failed": ("by",),
    "hazard.regraded": ("severity", "reason"),
    "hazard.referred": ("by", "to"),
    "hazard.referral_answered": ("to", "answer"),
    "hazard.referral_withdrawn": ("to",),
    "hazard.supervision_ordered": ("by", "level", "leader"),
    "hazard.supervision_lifted": ("by",),
    "hazard.voided": (),
    "hazard.merged": ("into",),
    "submission.signed": ("number", "annex", "period", "filer", "corrects", "review"),
    "submission.reviewed": ("number",),
    "submission.withdrawn": ("number", "keeps_time_until"),
    "submission.returned": ("number", "column", "keeps_time_until"),
    "submission.accepted": ("number",),
    "extension.granted": ("period", "filer", "until"),
    "consolidation.signed": ("annex", "period"),
    "fact.voided": ("voids",),
}  # fmt: skip

PASSED_OVER = frozenset(
    {
        "unit.graded",
        "unit.closed_down",
        "unit.reopened",
        "inspection.completed",
        "inspection.voided",
        "penalty.imposed",
        "penalty.revoked",
        "penalty.voided",
        "case.referred",
        "case.withdrawn",
        "self_check.recorded",
        "consolidation.countersigned",
        "consolidation.sent_up",
        "documents.stored",
        "scan.attached",
        "key.introduced",
        "key.retired",
        "key.revoked",
    }
)

KINDS = frozenset({"organisation", "official", "working_group", "campaign", "unit", "hazard", "filing"})
"""The kinds of subject kept. A `fact.voided` of any other is passed over too."""


def entry_of(event: Envelope) -> Entry | None:
    """None for an event that no reminder looks at."""
    if event.type not in KEPT or kind_of(event.stream) not in KINDS:
        return None
    entry = kept_of(event, KEPT)
    if entry is not None and event.type == HazardFound.type and entry.data["by"] == SELF_REPORT:
        entry.data[RECORDED_BY] = event.actor_organisation
    if entry is not None and entry.data.get("severity") == "major":
        entry.data[RECORDED] = write_instant(event.recorded)
    return entry
