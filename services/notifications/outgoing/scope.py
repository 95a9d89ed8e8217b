"""Whose reminders an account sees, and which of them it may decide about."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.notifications.contacts.part import FILER_PARTS
from services.notifications.policy.policy import Policy, Rule
from services.notifications.recipients.loading import references_of
from shared.event_log.connection import Connection
from shared.facts.account import Account
from shared.problems import Rejected


@dataclass(frozen=True, slots=True)
class Scope:
    """Of its own town. None: all."""

    recipients: Sequence[str] | None = None
    rules: Sequence[str] | None = None

    def holds(self, rule: str, recipient: str) -> bool:
        own = self.recipients is None or recipient in self.recipients
        return own and (self.rules is None or rule in self.rules)


async def scope_of(connection: Connection, account: Account, policy: Policy) -> Scope:
    """All of the town, what is technical, or one's own."""
    match account.role:
        case "safety_office" | "auditor":
            return Scope()
        case "operator":
            return Scope(rules=[name for name, rule in policy.rules.items() if rule.technical])
        case "dashboard":
            return Scope(recipients=())
        case "reporter" | "officer" | "leader":
            return await own_scope(connection, account)


async def own_scope(connection: Connection, account: Account) -> Scope:
    """What goes to contacts that name the account, and for people of a filer what goes to its contacts."""
    own = await references_of(connection, account.township, account.name)
    filers = sorted(account.organisations) if account.role in ("reporter", "officer") else []
    return Scope(recipients=[*own, *(f"filer/{filer}/{part}" for filer in filers for part in FILER_PARTS)])


def only_if_decides(account: Account, rule: Rule | None) -> None:
    """The safety office about everything but what concerns the deployment, which is the operators'.

    A rule that is not in the policy any more is the safety office's.
    """
    technical = rule is not None and rule.technical
    if account.role != ("operator" if technical else "safety_office"):
        detail = "技术告警由运维处理 technical ones are the operators'" if technical else account.role
        raise Rejected("not_allowed", detail=detail)
