"""The pages that stand in every page's head, by role."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.facts.account import EVERY_ROLE, Account, Role

_PEOPLE = frozenset(EVERY_ROLE) - {"dashboard"}
_OF_FIGURES = _PEOPLE - {"operator"}
_OVERSEERS: frozenset[Role] = frozenset({"operator", "auditor"})


@dataclass(frozen=True, slots=True)
class Place:
    """`name` is what a page calls itself by, to be marked as the current one."""

    name: str
    zh: str
    en: str
    address: str
    roles: frozenset[Role]


PLACES: tuple[Place, ...] = (
    Place("desk", "工作台", "Desk", "/reporting/pages/", _PEOPLE),
    Place("forms", "汇总表", "Forms", "/reporting/pages/forms", _OF_FIGURES),
    Place("compare", "时点对比", "Compare", "/reporting/pages/compare", _OF_FIGURES),
    Place("filing", "报送", "Filing", "/reporting/pages/filing", _OF_FIGURES),
    Place("pictures", "图表", "Pictures", "/reporting/pages/pictures", _OF_FIGURES),
    Place("reminders", "提醒", "Reminders", "/notifications/pages/reminders", _PEOPLE),
    Place("operations", "运行监控", "Operations", "/reporting/pages/operations", _OVERSEERS),
)


PEOPLE = Place(
    "people", "人员账号", "Accounts", "/issuer/people", frozenset[Role]({"safety_office", "operator"})
)
"""Where the deployment has accounts of its own, not those of another provider."""
INBOX = Place("inbox", "演示收件箱", "Demo inbox", "/inbox/", PEOPLE.roles)
"""Of a demonstration."""


def places_of(account: Account | None, beside: Sequence[Place] = ()) -> tuple[Place, ...]:
    """Those that the account has something to see at; none before the sign-in.
    `beside`: what this deployment has besides its services."""
    return () if account is None else tuple(each for each in (*PLACES, *beside) if account.role in each.roles)
