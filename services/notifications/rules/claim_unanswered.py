"""整改待核实: somebody said that it is put right, and nobody who may close it has answered. Pure."""

from collections.abc import Iterator

from services.notifications.rules.agreed_days import agreed_days
from services.notifications.rules.days import days_after
from services.notifications.rules.demand import Demand
from services.notifications.rules.moments import on
from services.notifications.rules.of_whom import facts_of, owners, responsible, subject_of
from services.notifications.rules.town import Town, View

RULE = "claim_unanswered"


def claim_unanswered(town: Town, hazard: View, unit: View | None) -> Iterator[Demand]:
    """Counted from the first claim: who claims again starts nothing anew."""
    if hazard["state"] != "claimed":
        return
    day = days_after(hazard["since"], agreed_days(town, RULE, hazard["since"]))
    yield Demand(
        RULE,
        subject_of(hazard),
        on(town, RULE, day),
        owners(town, hazard, unit),
        facts=facts_of(town, hazard, hazard["since"], [responsible(town, hazard, unit)]),
    )
