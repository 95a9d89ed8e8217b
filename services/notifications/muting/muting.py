"""Who may mute what, and until when. Pure."""

from datetime import datetime, timedelta

from services.notifications.policy.policy import Policy, Rule
from services.notifications.sending.muted import of_rule, of_subject
from shared.facts.account import Account, Role
from shared.problems import Rejected

OFFICES: tuple[Role, ...] = ("safety_office", "operator")
"""Who mutes for everybody: each of them what is its own."""
_TECHNICAL = ("log", "publisher", "template", "calendar", "channel", "budget")


def what_of(rule: str | None, subject: str | None) -> str:
    """As the table has it. Raises `invalid_request` unless exactly one is given."""
    match rule, subject:
        case str(), None:
            return of_rule(rule)
        case None, str():
            return of_subject(subject)
        case _:
            raise Rejected("invalid_request", field="rule", detail="rule 或 subject 之一 one of the two")


def only_if_everybody(account: Account, what: str, policy: Policy) -> None:
    """Raises where this office may not mute that for all."""
    kind, _, named = what.partition("/")
    rules = _of_family(named, policy) if kind == "rule" else ()
    technical = rules[0].technical if rules else named.partition("/")[0] in _TECHNICAL
    if account.role != ("operator" if technical else "safety_office"):
        raise Rejected("not_allowed", detail=f"静音 muting {named}")
    if rules and not any(rule.mutable_by_office for rule in rules):
        raise Rejected("never_muted", what=named)


def only_if_own(what: str, policy: Policy) -> None:
    kind, _, named = what.partition("/")
    if kind == "rule" and not any(rule.mutable for rule in _of_family(named, policy)):
        raise Rejected("never_muted", what=named)


def only_within(until: datetime | None, reason: str | None, policy: Policy, now: datetime) -> None:
    """What is muted for everybody has a reason and an end."""
    days = policy.etiquette.muted_at_most_days
    if until is None or reason is None or not now < until <= now + timedelta(days=days):
        raise Rejected("muted_with_reason", days=str(days))


def _of_family(family: str, policy: Policy) -> list[Rule]:
    """Raises `not_found` for a family without rules."""
    found = [rule for rule in policy.rules.values() if rule.family == family]
    if not found:
        raise Rejected("not_found", what=family)
    return found
