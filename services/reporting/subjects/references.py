"""Whom a subject names: whose change can move its marks."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from services.reporting.counting.background import Background
from services.reporting.subjects.entry import Entry
from services.reporting.subjects.merging import chain, standing
from shared.events.hazards import SELF_REPORT
from shared.organisation_kinds import DEPARTMENT, VILLAGE

Named: TypeAlias = tuple[str, str]
"""Kind and id. Organisations and campaigns are not listed: their change counts the whole town anew."""


def named_in(kind: str, holding: Sequence[Entry], kind_of: Callable[[str], str | None]) -> set[Named]:
    """What the entries themselves name and counting looks up."""
    named: set[Named] = set()
    for entry in holding:
        if "unit_id" in entry.data and not (kind == "hazard" and _credited_by_itself(entry, kind_of)):
            named.add(("unit", entry.data["unit_id"]))
        named.update(("official", person) for person in entry.data.get("participants", ()))
    if kind in ("unit", "hazard") and (into := standing(kind, holding).into) is not None:
        named.add((kind, into))
    return named


def _credited_by_itself(found: Entry, kind_of: Callable[[str], str | None]) -> bool:
    """A discovery by a filer or the unit needs no look at the unit; a sender not known yet may be a group."""
    by = found.data["by"]
    return by == SELF_REPORT or kind_of(by) in (VILLAGE, DEPARTMENT)


def with_chains(named: Iterable[Named], background: Background) -> set[Named]:
    """And all that these were merged into, one after the other."""
    followed: set[Named] = set()
    for kind, subject in named:
        if kind == "unit":
            followed.update(("unit", link) for link in chain(subject, background.unit_standing))
        elif kind == "hazard":
            followed.update(("hazard", link) for link in chain(subject, background.hazard_standing))
        else:
            followed.add((kind, subject))
    return followed
