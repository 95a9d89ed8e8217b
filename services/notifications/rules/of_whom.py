"""Whose matter a hazard is, and what a text may say of it. Pure."""

from collections.abc import Iterable, Sequence

from services.notifications.rules.demand import Audience, Seat
from services.notifications.rules.town import Town, View
from shared.facts.account import SAFETY_OFFICE_ID
from shared.json_types import Json

UNSETTLED = ("open", "claimed")
"""States of a hazard that nobody has closed."""


def subject_of(hazard: View) -> str:
    return f"hazard/{hazard['hazard_id']}"


def responsible(town: Town, hazard: View, unit: View | None) -> str:
    """The finder; of what a working group found, its unit's department, else the safety office."""
    finder = str(hazard["finder"])
    if _kind(town, finder) != "working_group":
        return finder
    return str((unit or {}).get("department", SAFETY_OFFICE_ID))


def concerned(town: Town, hazard: View, unit: View | None) -> tuple[Audience, ...]:
    """Who has it to do: the responsible one, and receivers that accepted."""
    accepted = [each for each in hazard["referrals"] if "answer" in each]
    return reporters([responsible(town, hazard, unit), *answering(town, accepted)])


def owners(town: Town, hazard: View, unit: View | None) -> tuple[Audience, ...]:
    """Who may close it: receivers too that have not answered yet."""
    return reporters([responsible(town, hazard, unit), *answering(town, hazard["referrals"])])


def answering(town: Town, referrals: Iterable[View]) -> list[str]:
    """Who speaks for the receivers: for a district department, whoever sent it there."""
    found: list[str] = []
    for each in referrals:
        found += each["by"] if _kind(town, each["to"]) == "district_department" else [each["to"]]
    return found


def reporters(organisations: Sequence[str]) -> tuple[Audience, ...]:
    """Each once, in their order."""
    return tuple(
        Audience(Seat.SAFETY_OFFICE) if each == SAFETY_OFFICE_ID else Audience(Seat.REPORTER, each)
        for each in dict.fromkeys(organisations)
    )


def facts_of(town: Town, hazard: View, since: str, organisations: Sequence[str]) -> dict[str, Json]:
    """`organisations` are those whom it is said of: nearly always one."""
    facts: dict[str, Json] = {
        "hazard": hazard["hazard_id"],
        "unit": hazard["unit_id"],
        "organisation": organisations[0],
        "organisation_name": _named(town, organisations),
        "since": since,
        "found": hazard["found"],
    }
    if hazard["deadline"] is not None:
        facts["deadline"] = hazard["deadline"]
    return facts


def _named(town: Town, organisations: Sequence[str]) -> str:
    """Short, however many they are: text messages have little room."""
    first = town.name_of(organisations[0])
    return first if len(organisations) == 1 else f"{first}等{len(organisations)}个单位"


def _kind(town: Town, organisation: str) -> str:
    return str(town.organisations.get(organisation, {}).get("kind", ""))
