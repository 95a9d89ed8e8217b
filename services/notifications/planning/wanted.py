"""From what rules demand to the rows that the table should have, and what has to be done for it. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.notifications.policy.policy import Policy, Rule
from services.notifications.recipients.resolving import Recipient
from services.notifications.reminders.key import Key
from services.notifications.reminders.row import Reminder
from services.notifications.reminders.states import State
from services.notifications.rules.demand import Demand

_QUARTER = timedelta(minutes=15)
_TOLD = (State.SENDING, State.SENT, State.DELIVERED, State.UNCERTAIN)
REVIVABLE = ("done", "another_recipient")
"""Why it had ended, where it may be demanded again."""


@dataclass(frozen=True, slots=True)
class Wanted:
    key: Key
    demand: Demand
    rule: Rule
    seats: tuple[str, ...]

    @property
    def wake(self) -> datetime:
        """Of what is gathered without an hour of its own, the next quarter of the hour."""
        due = self.demand.due
        if self.rule.at is not None or not self.rule.gathered:
            return due
        over = timedelta(minutes=due.minute % 15, seconds=due.second, microseconds=due.microsecond)
        return due if not over else due - over + _QUARTER


@dataclass(frozen=True, slots=True)
class Changes:
    plan: tuple[Wanted, ...]
    too_late: tuple[tuple[Wanted, str], ...]
    """With the reason: on record, and never sent."""
    revive: tuple[str, ...]
    cancel: tuple[tuple[str, str], ...]
    """Ids with the reason."""


Resolve = Callable[[Demand, Rule], Sequence[Recipient]]


def wanted_of(
    township: str, demands: Iterable[Demand], policy: Policy, resolve: Resolve
) -> dict[str, Wanted]:
    """By id."""
    found = {}
    for demand in demands:
        rule = policy.rules[demand.rule]
        for recipient in resolve(demand, rule):
            key = Key(
                township, demand.rule, demand.subject, demand.due, recipient.reference, recipient.channel
            )
            found[key.id] = Wanted(key, demand, rule, recipient.seats)
    return found


def changes(
    wanted: Mapping[str, Wanted], existing: Mapping[str, Reminder], since: datetime, now: datetime
) -> Changes:
    """`since`: when the town began to be reminded; what was due before is nobody's debt."""
    missing = [each for id_, each in wanted.items() if id_ not in existing and each.demand.due >= since]
    told = {
        (row.rule, row.subject, row.due, seat)
        for row in existing.values()
        if row.state in _TOLD
        for seat in row.audience
    }
    too_late = [(each, reason) for each in missing if (reason := _too_late(each, told, now)) is not None]
    late = {each.key.id for each, _ in too_late}
    still = {(each.key.rule, each.key.subject, each.key.due) for each in wanted.values()}
    ended = [row for id_, row in existing.items() if row.state is State.PLANNED and id_ not in wanted]
    return Changes(
        plan=tuple(each for each in missing if each.key.id not in late),
        too_late=tuple(too_late),
        revive=tuple(id_ for id_ in wanted if id_ in existing and _may_revive(existing[id_], now)),
        cancel=tuple(
            (row.id, "another_recipient" if (row.rule, row.subject, row.due) in still else "done")
            for row in ended
        ),
    )


def _too_late(wanted: Wanted, told: AbstractSet[tuple[str, str, datetime, str]], now: datetime) -> str | None:
    """What is overtaken; and what others of the same seats were told already, before he had his contact."""
    demand = wanted.demand
    if demand.until is not None and demand.until <= now:
        return "overtaken"
    if demand.due < now and all(
        (demand.rule, demand.subject, demand.due, seat) in told for seat in wanted.seats
    ):
        return "told_already"
    return None


def _may_revive(row: Reminder, now: datetime) -> bool:
    """It was never sent, and is not overtaken."""
    if row.state is not State.CANCELLED or row.reason not in REVIVABLE or row.message:
        return False
    return row.until is None or row.until > now
