"""Who wants to hear nothing of what: own mutes, and those of the safety office or operators for all. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.notifications.policy.policy import Rule

EVERYBODY = ""
"""In place of a recipient."""


def of_rule(family: str) -> str:
    return f"rule/{family}"


def of_subject(subject: str) -> str:
    return f"subject/{subject}"


@dataclass(frozen=True, slots=True)
class Mute:
    what: str
    """`rule/<family>` or `subject/<subject>`."""
    recipient: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Muted:
    mutes: tuple[Mute, ...] = ()

    def silences(self, rule: Rule, subject: str, recipient: str, at: datetime) -> bool:
        """A family may have rules that nobody can mute: four-hours is a `report_due`, and is heard."""
        meant = {of_rule(rule.family), of_subject(subject)}
        return not rule.urgent and any(
            _may(rule, mute) for mute in self._holding(recipient, at) if mute.what in meant
        )

    def _holding(self, recipient: str, at: datetime) -> Iterable[Mute]:
        return (
            mute
            for mute in self.mutes
            if mute.recipient in (EVERYBODY, recipient) and (mute.until is None or mute.until > at)
        )


def _may(rule: Rule, mute: Mute) -> bool:
    return rule.mutable_by_office if mute.recipient == EVERYBODY else rule.mutable
