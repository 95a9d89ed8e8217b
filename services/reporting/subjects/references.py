"""The ids that a subject refers to. When one of those subjects changes, its marks are computed again."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from services.reporting.subjects.merging import standing
from shared.aggregates.organisation_kinds import DEPARTMENT, VILLAGE
from shared.events.hazards import SELF_REPORT
from shared.read_model.entry import Entry

Named: TypeAlias = tuple[str, str]
"""Kind and id. Organisations and campaigns are not listed: their change counts the whole town anew."""


def named_in(kind: str, in_force: Sequence[Entry], kind_of: Callable[[str], str | None]) -> set[Named]:
    """What the entries themselves name and counting looks up."""
    named: set[Named] = set()
    for entry in in_force:
        if "unit_id" in entry.data and not (kind == "hazard" and _credited_by_itself(entry, kind_of)):
            named.add(("unit", entry.data["unit_id"]))
        named.update(("official", person) for person in entry.data.get("participants", ()))
    if kind in ("unit", "hazard") and (into := standing(kind, in_force).into) is not None:
        named.add((kind, into))
    return named


def looked_up(kind: str, in_force: Sequence[Entry], kind_of: Callable[[str], str | None]) -> set[Named]:
    """Without officials: they are known with the town."""
    return {key for key in named_in(kind, in_force, kind_of) if key[0] != "official"}


def _credited_by_itself(found: Entry, kind_of: Callable[[str], str | None]) -> bool:
    """A discovery by a filer or the unit needs no look at the unit; a sender not known yet may be a group."""
    by = found.data["by"]
    return by == SELF_REPORT or kind_of(by) in (VILLAGE, DEPARTMENT)
