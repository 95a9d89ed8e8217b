"""移送未答复: it was sent to somebody who has not said whether it is taken. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from services.notifications.rules.agreed_days import agreed_days
from services.notifications.rules.days import days_after
from services.notifications.rules.demand import Demand
from services.notifications.rules.moments import on
from services.notifications.rules.of_whom import UNSETTLED, answering, facts_of, reporters, subject_of
from services.notifications.rules.town import Town, View

RULE = "referral_unanswered"


def referral_unanswered(town: Town, hazard: View, _: View | None) -> Iterator[Demand]:
    """Receivers of one day in one demand: they may have the same sender, who is told once."""
    if hazard["state"] not in UNSETTLED:
        return
    by_day: dict[date, list[View]] = defaultdict(list)
    for each in hazard["referrals"]:
        if "answer" not in each:
            by_day[days_after(each["since"], agreed_days(town, RULE, each["since"]))].append(each)
    for day, waiting in sorted(by_day.items()):
        since = min(each["since"] for each in waiting)
        yield Demand(
            RULE,
            subject_of(hazard),
            on(town, RULE, day),
            reporters(answering(town, waiting)),
            facts=facts_of(town, hazard, since, [each["to"] for each in waiting]),
        )
