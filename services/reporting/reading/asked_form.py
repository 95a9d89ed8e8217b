"""The report that is asked for, named whole: annex, campaign, policy, and its two times."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.counting.policy import POLICIES
from services.reporting.subjects.campaign import Campaign
from shared.instant import microseconds, parse_instant


@dataclass(frozen=True, slots=True)
class Form:
    """Which form of which campaign is asked for, and what it is answered from."""

    annex: str
    campaign: Campaign
    policy: str
    occurred_until: str
    """As `shared.instant.write_instant` writes it."""
    recorded_until: str | None
    """Where it was asked for: what the positions stand for. It moves no figure."""
    positions: Mapping[str, int]

    @property
    def policy_hash(self) -> str:
        return POLICIES[self.policy].content_hash()

    @property
    def moment(self) -> int:
        """`occurred_until` in microseconds since 1970."""
        return microseconds(parse_instant(self.occurred_until))
