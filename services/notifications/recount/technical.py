"""What operators are owed of the troubles that stand: the recount's own reading of the policy. Pure.

What was over before anybody counted is owed no more, and nothing keeps it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from services.notifications.recount.comparing import Debt
from services.notifications.recount.debts import Kept
from services.notifications.recount.owed import Owed, Small, local_day, working_until
from shared.calendar.working_days import next_working_day
from shared.instant import SHANGHAI

_RULES = {
    "log": "log_stands_still",
    "channel": "channel_halted",
    "budget": "budget_nearly_spent",
    "publisher": "publisher_silent",
    "template": "template_not_ready",
    "calendar": "calendar_missing",
    "shadow": "shadow_rebuild",
}
TECHNICAL = tuple(_RULES.values())
_SEATS = frozenset({("operators", "")})


@dataclass(frozen=True, slots=True)
class Standing:
    """A row of `troubles`."""

    subject: str
    since: datetime
    facts: Mapping[str, Any]


def technical_debts(kept: Kept, troubles: Iterable[Standing]) -> list[Debt]:
    owed = (owed_for_trouble(kept.small({}), each) for each in troubles)
    return [
        Debt(each, still=each.until is None or kept.now.at < each.until)
        for each in owed
        if kept.since <= each.due < kept.now.at
    ]


def owed_for_trouble(small: Small, trouble: Standing) -> Owed:
    kind, _, name = trouble.subject.partition("/")
    rule, since = _RULES[kind], trouble.since
    match kind:
        case "publisher":
            day = local_day(since)
            for _ in range(small.days(rule) + 1):
                day = next_working_day(day)
            return Owed(rule, trouble.subject, small.at(rule, day), None, _SEATS)
        case "template":
            before = _days_before(small, rule, date.fromisoformat(trouble.facts["first_needed"]))
            return Owed(rule, trouble.subject, max(before, since), None, _SEATS)
        case "calendar":
            before = _days_before(small, rule, date(int(name), 1, 1))
            ends = datetime(int(name) + 1, 1, 1, tzinfo=SHANGHAI)
            return Owed(rule, trouble.subject, max(before, since), ends, _SEATS)
        case _:
            return Owed(rule, trouble.subject, since, None, _SEATS)


def _days_before(small: Small, rule: str, day: date) -> datetime:
    return small.at(rule, working_until(day - timedelta(days=small.days(rule))))
