"""重大隐患: safety office, leaders and everybody in charge are told at once. Pure."""

from collections.abc import Iterator

from services.notifications.rules.days import day_of
from services.notifications.rules.demand import Audience, Demand, Seat
from services.notifications.rules.of_whom import UNSETTLED, facts_of, subject_of
from services.notifications.rules.town import Town, View
from shared.instant import parse_instant

RULE = "major_found"


def major_found(town: Town, hazard: View, unit: View | None) -> Iterator[Demand]:
    """Due when the find or the raise occurred: a moment that no later entry moves."""
    major = hazard["major"]
    if hazard["state"] not in UNSETTLED or major is None:
        return
    yield Demand(
        RULE,
        subject_of(hazard),
        parse_instant(major["since"]),
        tuple(dict.fromkeys(_told(town, unit, day_of(parse_instant(major["recorded"])).isoformat()))),
        facts=facts_of(town, hazard, major["since"], [hazard["finder"]]),
    )


def _told(town: Town, unit: View | None, today: str) -> Iterator[Audience]:
    """`today` is the day on which the service learnt of it: its duty roster holds."""
    yield Audience(Seat.SAFETY_OFFICE)
    for filer in _in_charge(unit):
        yield Audience(Seat.REPORTER, filer)
        yield Audience(Seat.HEAD, filer)
        yield Audience(Seat.MEMBER, filer)
    for office in town.policy.leading_offices:
        yield Audience(Seat.OFFICE, office)
    yield Audience(Seat.DUTY, today)


def _in_charge(unit: View | None) -> list[str]:
    """Its village and its department, as known now."""
    return [] if unit is None else [str(unit[part]) for part in ("village", "department") if part in unit]
