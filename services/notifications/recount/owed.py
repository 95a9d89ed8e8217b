"""What was owed by a rule: the recount's own words for it, apart from those of the rules. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias

from services.notifications.policy.policy import Policy
from shared.calendar.working_days import is_working_day, next_working_day, working_day_before
from shared.facts.account import SAFETY_OFFICE_ID
from shared.instant import SHANGHAI

Seats: TypeAlias = frozenset[tuple[str, str]]
"""`("reporter", "v-1")`, `("safety_office", "")`."""


@dataclass(frozen=True, slots=True)
class Owed:
    rule: str
    subject: str
    due: datetime
    until: datetime | None
    seats: Seats

    @property
    def what(self) -> tuple[str, str, datetime]:
        return self.rule, self.subject, self.due


@dataclass(frozen=True, slots=True)
class Small:
    """What is small of a town, as known at one moment."""

    policy: Policy
    campaigns: Mapping[str, Mapping[str, Any]]
    kinds: Mapping[str, str]
    """Of organisations, by id."""
    in_office: frozenset[str]
    """Officials."""

    def at(self, rule: str, day: date) -> datetime:
        return datetime.combine(day, self.policy.rules[rule].at or time(), SHANGHAI)

    def days(self, rule: str) -> int:
        return self.policy.rules[rule].days or 0


def seats_of(organisations: Iterable[str]) -> Seats:
    return frozenset(
        ("safety_office", "") if each == SAFETY_OFFICE_ID else ("reporter", each) for each in organisations
    )


def local_day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def last_day(deadline: datetime) -> date:
    """Midnight ends the day before."""
    return local_day(deadline - timedelta(microseconds=1))


def working_from(day: date) -> date:
    return day if is_working_day(day) else next_working_day(day)


def working_until(day: date) -> date:
    return day if is_working_day(day) else working_day_before(day)
