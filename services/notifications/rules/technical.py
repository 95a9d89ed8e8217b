"""What operators are told of the deployment's own health, from the little that was watched. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from services.notifications.policy.policy import Policy
from services.notifications.rules.days import beginning, day_of, morning, next_working_day, not_after
from services.notifications.rules.demand import Audience, Demand, Seat
from shared.instant import write_instant
from shared.json_types import Json

READY = "可用"
"""The state of a template that may be used; others are 未报备, 审核中 and 停用."""
_OPERATORS = (Audience(Seat.OPERATORS),)
_A_DAY = timedelta(days=1)


def log_stands_still(name: str, since: datetime) -> Demand:
    """A relay or a projection; `since` when it has stood, the same for as long as it does."""
    return Demand("log_stands_still", f"log/{name}", since, _OPERATORS, facts=_facts(name, since))


def publisher_silent(policy: Policy, name: str, last: datetime, usual: timedelta) -> Iterator[Demand]:
    """`usual` lies between two of its messages in the middle case: who never sent daily is not missed.

    Rest days are not counted: many publishers are offices.
    """
    rule = policy.rules["publisher_silent"]
    if usual > _A_DAY:
        return
    day = day_of(last)
    for _ in range((rule.days or 0) + 1):
        day = next_working_day(day)
    yield Demand(
        "publisher_silent", f"publisher/{name}", morning(day, rule), _OPERATORS, facts=_facts(name, last)
    )


def template_not_ready(policy: Policy, name: str, state: str, first_needed: date) -> Iterator[Demand]:
    """A week before a rule needs it. What it would have sent takes another channel."""
    rule = policy.rules["template_not_ready"]
    if state == READY:
        return
    due = morning(not_after(first_needed - timedelta(days=rule.days or 0)), rule)
    facts = _facts(name, beginning(first_needed))
    yield Demand("template_not_ready", f"template/{name}", due, _OPERATORS, facts=facts)


def _facts(name: str, since: datetime) -> dict[str, Json]:
    return {"what": name, "since": write_instant(since)}
