"""挂牌督办无进展: it is under listed supervision, and nothing new is said of it. Pure."""

from collections.abc import Iterator

from services.notifications.rules.agreed_days import days_of
from services.notifications.rules.days import days_after, morning
from services.notifications.rules.demand import Audience, Demand, Seat
from services.notifications.rules.of_whom import UNSETTLED, facts_of, reporters, subject_of
from services.notifications.rules.town import Town, View

RULE = "supervision_silent"


def supervision_silent(town: Town, hazard: View, _: View | None) -> Iterator[Demand]:
    """Any entry of the hazard counts as something new, the order itself too."""
    supervision, last = hazard["supervision"], hazard["last_entry"]
    if hazard["state"] not in UNSETTLED or supervision is None:
        return
    facts = facts_of(town, hazard, last, [supervision["by"]])
    if "level" in supervision:
        facts["level"] = supervision["level"]
    yield Demand(
        RULE,
        subject_of(hazard),
        morning(days_after(last, days_of(town, RULE, last)), town.policy.rules[RULE]),
        (*reporters([supervision["by"]]), *_leader(town, supervision)),
        facts=facts,
    )


def _leader(town: Town, supervision: View) -> tuple[Audience, ...]:
    """Who is named in the order, while in office; the safety office in the place of one who no longer is."""
    leader = supervision.get("leader")
    if leader is None:
        return ()
    if not town.officials.get(leader, {}).get("offices"):
        return (Audience(Seat.SAFETY_OFFICE),)
    return (Audience(Seat.OFFICIAL, leader),)
