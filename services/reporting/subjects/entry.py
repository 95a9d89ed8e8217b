"""What a report keeps of one subject: short entries, each with when it occurred and where it was recorded.

Only what counting reads is kept, so that a whole township's rows load in a moment.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import orjson

from shared.events.envelope import Envelope
from shared.instant import microseconds

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
        "title", "starts", "ends", "departments", "villages", "policy", "form_titles", "foot_notes",
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
    "hazard.closed": (),
    "hazard.look_back_failed": (),
    "hazard.regraded": ("severity", "reason"),
    "hazard.referred": ("by", "to"),
    "hazard.referral_withdrawn": ("to",),
    "hazard.supervision_ordered": ("by",),
    "hazard.voided": (),
    "hazard.merged": ("into",),
    "penalty.imposed": ("unit_id", "by", "fine_fen"),
    "penalty.revoked": (),
    "penalty.voided": (),
    "case.referred": ("by", "to"),
    "case.withdrawn": (),
    "self_check.recorded": ("status",),
    "fact.voided": ("voids",),
}  # fmt: skip
"""Event type to the fields that counting reads. A type that is missing moves no figure."""


class SubjectKey(NamedTuple):
    township: str
    kind: str
    id: str


class Entry(NamedTuple):
    """One event of the subject; with the log of its kind, `position` names it for ever."""

    type: str
    occurred: int
    """Microseconds since 1970, UTC."""
    position: int
    data: dict[str, Any]


def subject_of(stream: str) -> SubjectKey:
    """A stream id is `<township>/<kind>/<business id>`."""
    return SubjectKey(*stream.split("/", 2))


def entry_of(envelope: Envelope) -> Entry | None:
    """None for an event that moves no figure."""
    kept = KEPT_FIELDS.get(envelope.type)
    if kept is None:
        return None
    data = envelope.data
    return Entry(
        envelope.type,
        microseconds(envelope.occurred),
        envelope.position,
        {name: data[name] for name in kept if name in data},
    )


def encode(entries: Sequence[Entry]) -> bytes:
    return orjson.dumps([tuple(entry) for entry in entries])


def decode(stored: bytes) -> list[Entry]:
    """In recorded order, as they were appended."""
    return [Entry(*fields) for fields in orjson.loads(stored)]


def recorded_up_to(entries: Iterable[Entry], position: int) -> list[Entry]:
    """What was known at a position of the subject's log."""
    return [entry for entry in entries if entry.position <= position]
