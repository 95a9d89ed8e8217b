"""Templates of text messages that rules will need soon and may not use yet. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from services.notifications.rules.days import day_of
from services.notifications.rules.technical import SIGNATURE
from services.notifications.texts.template_state import TemplateStates
from services.notifications.texts.texts import TemplateState
from services.notifications.troubles.trouble import Trouble

_WITHIN = timedelta(days=21)
"""A week ahead and the longest holiday before it."""


def not_ready(states: TemplateStates, needed: Mapping[str, datetime], now: datetime) -> Iterator[Trouble]:
    """`needed`: when each rule speaks next. A rule that has no text messages needs none.

    One that may speak at any moment, as of a major hazard, needs its own now.
    """
    any_moment = {rule: now for rule, each in states.policy.rules.items() if each.at is None}
    first: dict[str, date] = {}
    for rule, due in (dict(needed) | any_moment).items():
        if "sms" in states.policy.rules[rule].channels and due <= now + _WITHIN:
            for template in _missing(states, rule):
                first[template] = min(day_of(due), first.get(template, day_of(due)))
    for template, day in first.items():
        state = states.sign if template == SIGNATURE else states.state_of(template)
        yield Trouble(f"template/{template}", now, {"state": state.value, "first_needed": day.isoformat()})


def still_missing(states: TemplateStates, subject: str) -> bool:
    """Of one that was told: it is over once it may be used, not when for a while no rule has use for it."""
    name = subject.partition("/")[2]
    if name == SIGNATURE:
        return states.sign is not TemplateState.USABLE
    return name in states.texts.templates and states.state_of(name) is not TemplateState.USABLE


def _missing(states: TemplateStates, rule: str) -> Iterator[str]:
    """Without a signature no template is of any use."""
    if states.sign is not TemplateState.USABLE:
        yield SIGNATURE
    yield from states.not_usable(rule)
