"""The report that is asked for, named whole: annex, campaign, policy, and its two times."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from services.reporting.counting.background import Background
from services.reporting.counting.context import Context
from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES, READINGS
from services.reporting.reading.stale import Stale
from services.reporting.subjects.campaign import Campaign
from shared.instant import microseconds, parse_instant
from shared.json_types import JsonObject
from shared.read_model.model import FIRST
from shared.read_model.stale import stale_field


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
    submission: str | None = None
    """Its number, where it was named by one. It moves no figure either."""
    stale: Stale = ()
    """The logs of which it ought to hold more."""
    generation: str = FIRST
    """Of the read model, that everything in the answer is read from."""

    @property
    def policy_hash(self) -> str:
        return POLICIES[self.policy].content_hash()

    def named(self) -> JsonObject:
        """As every answer names the report that it is about."""
        asked_by = {"recorded_until": self.recorded_until, "submission": self.submission}
        said: JsonObject = {name: value for name, value in asked_by.items() if value is not None}
        return (
            said
            | stale_field(self.stale)
            | {
                "annex": self.annex,
                "campaign": self.campaign.id,
                "policy": self.policy,
                "policy_hash": self.policy_hash,
                "policy_dated": READINGS[self.policy].dated.isoformat(),
                "occurred_until": self.occurred_until,
                "positions": self.positions,
            }
        )

    @property
    def moment(self) -> int:
        """`occurred_until` in microseconds since 1970."""
        return microseconds(parse_instant(self.occurred_until))

    @property
    def key(self) -> Hashable:
        """Reports of one town that are equal here have equal figures."""
        positions = tuple(sorted(self.positions.items()))
        return self.campaign.id, self.moment, self.policy, positions, self.generation


def context_of(form: Form, background: Background) -> Context:
    """What its marks are computed in."""
    return Context(Period.of(form.campaign, form.moment), POLICIES[form.policy], background)
