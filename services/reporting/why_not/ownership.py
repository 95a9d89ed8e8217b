"""Whose a subject is: the organisations that own it, at any date, by its entries as now recorded."""

from collections.abc import Callable, Sequence

from services.reporting.counting.hazard_marks import withdrawals
from services.reporting.why_not.rules.subject import introduction
from shared.aggregates.organisation_kinds import DEPARTMENT, WORKING_GROUP
from shared.events.hazards import SELF_REPORT
from shared.read_model.entry import Entry

KindOf = Callable[[str], str | None]


def owned(kind: str, in_force: Sequence[Entry], organisations: frozenset[str], kind_of: KindOf) -> bool:
    if kind == "unit":
        return any(not organisations.isdisjoint(_places(entry)) for entry in in_force)
    if kind == "hazard":
        return _hazard_owned(in_force, organisations, kind_of)
    return any(entry.data.get("by") in organisations for entry in in_force)


def _places(entry: Entry) -> set[str]:
    return {entry.data[name] for name in ("village", "department") if entry.data.get(name) is not None}


def _hazard_owned(in_force: Sequence[Entry], organisations: frozenset[str], kind_of: KindOf) -> bool:
    """Of what a working group found or the unit reported, every department is an owner."""
    found, undone = introduction("hazard", in_force), withdrawals(in_force)
    owners = {found.data["by"]} if found is not None else set()
    for entry in in_force:
        if entry.type == "hazard.referred":
            to = entry.data["to"]
            if to not in undone or entry.position > undone[to].position:
                owners.add(to)
    if found is not None and (found.data["by"] == SELF_REPORT or kind_of(found.data["by"]) == WORKING_GROUP):
        owners.update(each for each in organisations if kind_of(each) == DEPARTMENT)
    return not organisations.isdisjoint(owners - {SELF_REPORT})
