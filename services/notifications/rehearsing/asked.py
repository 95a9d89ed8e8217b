"""What may be rehearsed, as a body: a policy, and for when."""

from datetime import datetime, timedelta
from typing import Annotated, Any

import yaml
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from services.notifications.policy.policy import Policy
from services.notifications.rules.town import View
from shared.instant import parse_instant
from shared.problems import Rejected

MOST_DAYS = 200
MOST_CHARACTERS = 40_000


class RehearsalAsked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    policy: Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS)] | dict[str, Any] = Field(
        description="As the policy's file has it: its text (YAML), or the same as an object."
    )
    campaign: str | None = Field(default=None, max_length=200, description="Without it, the last one.")
    from_: AwareDatetime | None = Field(default=None, alias="from", description="Else as it starts.")
    until: AwareDatetime | None = Field(default=None, description="Else a month after it ends.")


def read_asked(policy: str | dict[str, Any], present: Policy) -> Policy:
    """`policy_invalid` names the place. It has the present rules and no others: rules are code too."""
    try:
        read = Policy.model_validate(_loaded(policy) if isinstance(policy, str) else policy)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(each) for each in first["loc"]) or "policy"
        raise Rejected("policy_invalid", place=place[:200], detail=first["msg"][:200]) from None
    differing = sorted(set(read.rules) ^ set(present.rules))
    if differing:
        detail = "规则应与现行方案相同 the rules are those of the present policy"
        raise Rejected("policy_invalid", place=f"rules.{differing[0]}", detail=detail)
    return read


class _Loader(yaml.SafeLoader):
    """Without aliases: a few of them, each of many others, would fill the memory."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "no aliases", None)
        return super().compose_node(parent, index)


def _loaded(text: str) -> Any:
    try:
        return yaml.load(text, _Loader)  # noqa: S506 - a safe one
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        # A number or a date that can't be is a ValueError.
        raise Rejected("policy_invalid", place="YAML", detail=str(error).replace("\n", " ")[:200]) from None


def span_of(campaign: View, asked: RehearsalAsked) -> tuple[datetime, datetime]:
    """Of a campaign that is stated."""
    begins = asked.from_ or parse_instant(campaign["starts"])
    ends = asked.until or parse_instant(campaign["ends"]) + timedelta(days=30)
    if not timedelta() < ends - begins <= timedelta(days=MOST_DAYS):
        detail = f"时间跨度应在 1–{MOST_DAYS} 天 the span is at most {MOST_DAYS} days"
        raise Rejected("invalid_request", field="until", detail=detail)
    return begins, ends
