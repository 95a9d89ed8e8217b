"""From what rules demand to the rows that the table should have, and what has to be done for it. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from services.notifications.policy.policy import Policy, Rule
from services.notifications.recipients.resolving import Recipient
from services.notifications.reminders.key import Key
from services.notifications.reminders.row import Reminder
from services.notifications.reminders.states import State
from services.notifications.rules.demand import Demand

_QUARTER = timedelta(minutes=15)
_TOLD = (State.SENDING, State.SENT, State.DELIVERED, State.UNCERTAIN)
ACKNOWLEDGED = "acknowledged"
REVIVABLE = ("done", "another_recipient")
"""Why it had ended, where it may be demanded again."""


@dataclass(frozen=True, slots=True)
class Wanted:
    key: Key
    demand: Demand
    rule: Rule
    seats: tuple[str, ...]

    @property
    def due(self) -> datetime:
        return self.demand.due

    @property
    def until(self) -> datetime | None:
        return self.demand.until

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
    wanted: Mapping[str, Wanted],
    existing: Mapping[str, Reminder],
    since: datetime,
    now: datetime,
    acknowledged: AbstractSet[str] = frozenset(),
) -> Changes:
    """`since`: when the town began to be reminded; what was due before is nobody's debt.

    `acknowledged`: ids that would only repeat what their recipient has acknowledged.
    """
    missing = [each for id_, each in wanted.items() if id_ not in existing and each.demand.due >= since]
    late = _late(missing, existing, acknowledged, now)
    still = {(each.key.rule, each.key.subject, each.key.due) for each in wanted.values()}
    planned = [row for row in existing.values() if row.state is State.PLANNED]
    ended = [row for row in planned if row.id not in wanted]
    return Changes(
        plan=tuple(each for each in missing if each.key.id not in late),
        too_late=tuple(late.values()),
        revive=tuple(
            id_ for id_ in wanted.keys() - acknowledged if id_ in existing and _may_revive(existing[id_], now)
        ),
        cancel=(
            *(
                (row.id, "another_recipient" if (row.rule, row.subject, row.due) in still else "done")
                for row in ended
            ),
            *((row.id, ACKNOWLEDGED) for row in planned if row.id in acknowledged),
        ),
    )


def _late(
    missing: Iterable[Wanted], existing: Mapping[str, Reminder], acknowledged: AbstractSet[str], now: datetime
) -> dict[str, tuple[Wanted, str]]:
    """By id, with the reason."""
    told = {
        (row.rule, row.subject, row.due, seat)
        for row in existing.values()
        if row.state in _TOLD
        for seat in row.audience
    }
    failed = {
        (row.rule, row.subject, row.due, row.recipient)
        for row in existing.values()
        if row.state is State.FAILED
    }
    late = {}
    for each in missing:
        said_enough = ACKNOWLEDGED if each.key.id in acknowledged else None
        if (reason := _too_late(each, told, failed, now) or said_enough) is not None:
            late[each.key.id] = (each, reason)
    return late


_Told: TypeAlias = AbstractSet[tuple[str, str, datetime, str]]


def _too_late(wanted: Wanted, told: _Told, failed: _Told, now: datetime) -> str | None:
    """What is overtaken; and what others of the same seats were told already, before he had his contact.

    Whom another channel failed to reach is told late rather than not.
    """
    demand, recipient = wanted.demand, wanted.key.recipient
    if demand.until is not None and demand.until <= now:
        return "overtaken"
    if (demand.rule, demand.subject, demand.due, recipient) in failed:
        return None
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
