"""All that is demanded for one hazard, as it stands. Pure."""

from collections.abc import Callable, Iterator

from services.notifications.rules.claim_unanswered import claim_unanswered
from services.notifications.rules.demand import Demand
from services.notifications.rules.hazard_date import date_near, date_past
from services.notifications.rules.look_back_due import look_back_due
from services.notifications.rules.major_found import major_found
from services.notifications.rules.referral_unanswered import referral_unanswered
from services.notifications.rules.supervision_silent import supervision_silent
from services.notifications.rules.town import Town, View

HAZARD_RULES: dict[str, Callable[[Town, View, View | None], Iterator[Demand]]] = {
    "hazard_date_near": date_near,
    "hazard_date_past": date_past,
    "claim_unanswered": claim_unanswered,
    "look_back_due": look_back_due,
    "referral_unanswered": referral_unanswered,
    "supervision_silent": supervision_silent,
    "major_found": major_found,
}


def hazard_demands(town: Town, hazard: View, unit: View | None) -> Iterator[Demand]:
    """`unit` is the one named in the hazard; None where the registry's log has not come so far yet."""
    for name, rule in HAZARD_RULES.items():
        if name in town.policy.rules:
            yield from rule(town, hazard, unit)
