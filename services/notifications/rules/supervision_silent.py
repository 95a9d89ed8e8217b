"""挂牌督办无进展: it is under listed supervision, and nothing new is said of it. Pure."""

from collections.abc import Iterator, Sequence

from services.notifications.rules.agreed_days import agreed_days
from services.notifications.rules.days import days_after
from services.notifications.rules.demand import Audience, Demand, Seat
from services.notifications.rules.moments import on
from services.notifications.rules.of_whom import UNSETTLED, facts_of, reporters, subject_of
from services.notifications.rules.town import Town, View

RULE = "supervision_silent"


def supervision_silent(town: Town, hazard: View, _: View | None) -> Iterator[Demand]:
    """Any entry of the hazard counts as something new, the order itself too."""
    standing, last = hazard["supervisions"], hazard["last_entry"]
    if hazard["state"] not in UNSETTLED or not standing:
        return
    facts = facts_of(town, hazard, last, [each["by"] for each in standing])
    if "level" in standing[-1]:
        facts["level"] = standing[-1]["level"]
    yield Demand(
        RULE,
        subject_of(hazard),
        on(town, RULE, days_after(last, agreed_days(town, RULE, last))),
        (*reporters([each["by"] for each in standing]), *_leaders(town, standing)),
        facts=facts,
    )


def _leaders(town: Town, standing: Sequence[View]) -> list[Audience]:
    """Who is named in the orders; in the place of one who no longer is in office, the safety office."""
    named = [each["leader"] for each in standing if "leader" in each]
    seats = [
        Audience(Seat.OFFICIAL, leader) if _in_office(town, leader) else Audience(Seat.SAFETY_OFFICE)
        for leader in named
    ]
    return list(dict.fromkeys(seats))


def _in_office(town: Town, official: str) -> bool:
    return bool(town.officials.get(official, {}).get("offices"))
