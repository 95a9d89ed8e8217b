"""回头看到期: it was closed, and nobody has looked again. Pure."""

from collections.abc import Iterator

from services.notifications.rules.agreed_days import agreed_days
from services.notifications.rules.days import days_after
from services.notifications.rules.demand import Demand
from services.notifications.rules.moments import on
from services.notifications.rules.of_whom import concerned, facts_of, responsible, subject_of
from services.notifications.rules.town import Town, View

RULE = "look_back_due"


def look_back_due(town: Town, hazard: View, unit: View | None) -> Iterator[Demand]:
    if hazard["state"] != "closed":
        return
    day = days_after(hazard["since"], agreed_days(town, RULE, hazard["since"]))
    yield Demand(
        RULE,
        subject_of(hazard),
        on(town, RULE, day),
        concerned(town, hazard, unit),
        facts=facts_of(town, hazard, hazard["since"], [responsible(town, hazard, unit)]),
    )
