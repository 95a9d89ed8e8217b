"""What a report keeps: the kinds of subject, and of each event type the fields that are read for figures."""

from shared.events.envelope import Envelope
from shared.read_model.entry import Entry, kept_of

LOG_OF_KIND = {
    "unit": "registry",
    "organisation": "registry",
    "official": "registry",
    "campaign": "registry",
    "inspection": "hazards",
    "hazard": "hazards",
    "penalty": "hazards",
    "case": "hazards",
    "self_check": "hazards",
}
"""Every kind of subject kept here, and the one log its entries come from."""

KEPT_FIELDS: dict[str, tuple[str, ...]] = {
    "organisation.registered": ("name", "kind"),
    "official.term_started": ("office", "leader"),
    "official.term_ended": ("office",),
    "campaign.opened": (
        "title", "starts", "ends", "deadlines", "final_due", "departments", "villages", "policy",
        "form_titles", "foot_notes", "review", "countersign",
    ),
    "unit.registered": ("village", "department", "grade"),
    "unit.graded": ("grade",),
    "unit.reassigned": ("village", "department", "without_department"),
    "unit.closed_down": (),
    "unit.reopened": (),
    "unit.merged": ("into",),
    "unit.voided": (),
    "inspection.completed": ("unit_id", "by", "with", "participants"),
    "inspection.voided": (),
    "hazard.found": ("unit_id", "by", "severity"),
    "hazard.planned": ("deadline",),
    "hazard.closed": (),
    "hazard.look_back_failed": (),
    "hazard.regraded": ("severity", "reason"),
    "hazard.referred": ("by", "to"),
    "hazard.referral_withdrawn": ("to",),
    "hazard.supervision_ordered": ("by",),
    "hazard.voided": (),
    "hazard.merged": ("into",),
    "penalty.imposed": ("unit_id", "by", "parts"),
    "penalty.revoked": (),
    "penalty.voided": (),
    "case.referred": ("by", "to"),
    "case.withdrawn": (),
    "self_check.recorded": ("status",),
    "fact.voided": ("voids",),
}  # fmt: skip
"""Event type to the fields that figures are made of."""

PASSED_OVER = frozenset(
    {
        "official.registered",
        "working_group.formed",
        "unit.described",
        "hazard.controls_imposed",
        "hazard.rectification_claimed",
        "hazard.rectification_rejected",
        "hazard.look_back_passed",
        "hazard.referral_answered",
        "hazard.supervision_lifted",
    }
)
"""Those that move no figure. A new event type has to be put into one of the two; a test asks."""


def entry_of(envelope: Envelope) -> Entry | None:
    """None for an event that moves no figure."""
    return kept_of(envelope, KEPT_FIELDS)
