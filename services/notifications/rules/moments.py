"""Days and hours as a policy means them: in the town's time. Pure."""

from datetime import date, datetime, time, timedelta

from services.notifications.rules.town import Town
from shared.instant import SHANGHAI, parse_instant

_LEAST = timedelta(microseconds=1)


def on(town: Town, rule: str, day: date) -> datetime:
    """At the hour of the rule; a rule without one speaks as the day begins."""
    return datetime.combine(day, town.policy.rules[rule].at or time(), SHANGHAI)


def days_of(town: Town, rule: str) -> timedelta:
    return timedelta(days=town.policy.rules[rule].days or 0)


def day_ending(moment: datetime) -> date:
    """The day that a deadline is on: midnight ends the day before."""
    return (moment - _LEAST).astimezone(SHANGHAI).date()


def parsed(written: str | None) -> datetime | None:
    return None if written is None else parse_instant(written)
