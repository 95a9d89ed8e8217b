"""Campaigns, organisations, officials, groups and units as reminders see them. Pure."""

from collections.abc import Sequence

from shared.json_types import JsonObject
from shared.read_model.entry import Entry, in_force


def latest_view(subject: str, entries: Sequence[Entry]) -> JsonObject:
    """Of an organisation, a group or a campaign: each later statement replaces the one before as a whole."""
    stated = in_force(entries)
    return {"id": subject} | (stated[-1].data if stated else {})


def official_view(official: str, entries: Sequence[Entry]) -> JsonObject:
    """With the offices held now, and whether one of them makes a leader."""
    view: JsonObject = {"id": official}
    offices: dict[str, bool] = {}
    for entry in in_force(entries):
        match entry.type:
            case "official.term_started":
                offices[entry.data["office"]] = entry.data["leader"]
            case "official.term_ended":
                offices.pop(entry.data["office"], None)
            case _:
                view |= entry.data
    return view | {"offices": sorted(offices), "leader": any(offices.values())}


def unit_view(unit: str, entries: Sequence[Entry]) -> JsonObject:
    """Its name, village and department now; `gone` when it was voided or merged into another."""
    view: JsonObject = {"id": unit, "gone": False}
    for entry in in_force(entries):
        if entry.type in ("unit.voided", "unit.merged"):
            view["gone"] = True
        view |= {name: value for name, value in entry.data.items() if name != "without_department"}
        if entry.data.get("without_department"):
            view.pop("department", None)
    return view
