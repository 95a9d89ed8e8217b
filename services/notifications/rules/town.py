"""One town as rules see it: everything small that reminders depend on, read in one transaction. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from services.notifications.policy.policy import Policy

View: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Town:
    """Views by id, as `services.notifications.subjects` folds them. A hazard is given to its rules itself."""

    township: str
    policy: Policy
    campaigns: Mapping[str, View] = field(default_factory=dict)
    filings: Mapping[str, View] = field(default_factory=dict)
    """By campaign: what was signed, and what became of it."""
    organisations: Mapping[str, View] = field(default_factory=dict)
    officials: Mapping[str, View] = field(default_factory=dict)
    groups: Mapping[str, View] = field(default_factory=dict)
    rung: frozenset[str] = frozenset()
    """Subjects of which the safety office noted 已电话通知."""
    released: Mapping[str, datetime] = field(default_factory=dict)
    """When the safety office released a deadline's summary to the heads, by `summary/<campaign>/<period>`."""

    def name_of(self, organisation: str) -> str:
        """As last stated; the id where nobody has said."""
        known = self.organisations.get(organisation)
        return organisation if known is None else str(known.get("name", organisation))

    def groups_of(self, organisation: str) -> Sequence[View]:
        """The working groups that supervise it."""
        return [
            group
            for group in self.groups.values()
            if organisation in (*group["departments"], *group["villages"], group["id"])
        ]
