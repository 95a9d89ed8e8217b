"""What others see of a subject: as much as their marks depend on. A unit's new grade moves nobody else."""

from collections.abc import Sequence

from services.reporting.subjects.merging import standing
from services.reporting.subjects.unit import Unit
from shared.events.voiding import FactVoided
from shared.read_model.entry import Entry

COUNTS_THE_TOWN_ANEW = ("organisation", "campaign")
"""Kinds that every mark may depend on."""

_SEEN_TYPES = {
    "unit": {"unit.registered", "unit.reassigned", "unit.merged", "unit.voided", FactVoided.type},
    "hazard": {"hazard.merged", "hazard.voided", FactVoided.type},
}
"""Of the other kinds every entry."""


def seen_by_others(kind: str, in_force: Sequence[Entry]) -> object:
    """Where it is equal, no mark of another subject has changed."""
    match kind:
        case "unit":
            unit = Unit.of(in_force)
            return unit.standing, unit.departments
        case "hazard":
            return standing("hazard", in_force)
        case "official":
            return tuple(in_force)
        case _:
            return None


def may_be_seen(kind: str, type_: str) -> bool:
    """Whether an entry of this type may change what others see."""
    return kind not in _SEEN_TYPES or type_ in _SEEN_TYPES[kind]
