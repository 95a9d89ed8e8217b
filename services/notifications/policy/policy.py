"""Rules as data: when each one speaks, to whom it may be silent, and the etiquette of all. Versioned.

A rule's `version` is raised with whatever changes what it demands or says; every row keeps the one that it
was judged by.
"""

from datetime import time
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,60}$")]
Channel = Literal["email", "sms"]
"""Those that reach a person; who has neither stands on the call list."""


def _of_the_town(given: time) -> time:
    if given.tzinfo is not None:
        raise ValueError("a time of the town's day, without offset")
    return given


TownTime = Annotated[time, AfterValidator(_of_the_town)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Part):
    """One rule, or one stage of one."""

    version: int = Field(ge=1)
    family: Name = Field(description="What is muted as one: `report_due`.")
    title: str = Field(description="For people: 报送前三天")
    repeats: Name | None = Field(
        default=None, description="The stage that it says once more: 收到 of one ends what is left of both."
    )
    at: TownTime | None = Field(default=None, description="Of the town's day; absent, the moment itself.")
    days: int | None = Field(default=None, ge=0, le=366, description="Before or after, by its meaning.")
    urgent: bool = Field(
        default=False, description="At once, at night and on rest days too, beyond any limit."
    )
    on_rest_days: bool = Field(default=False, description="Goes out on rest days though it is not urgent.")
    gathered: bool = Field(default=True, description="On the quarter of the hour, in one message per person.")
    mutable: bool = Field(default=True, description="By the recipient.")
    mutable_by_office: bool = True
    technical: bool = Field(default=False, description="To operators alone.")
    repeat_uncertain: bool = Field(default=False, description="Better twice than never.")
    waits_minutes: int = Field(
        default=0, ge=0, le=120, description="For `reporting` to be closed; then it says “as of”."
    )
    channels: tuple[Channel, ...] = Field(default=("sms", "email"), description="In order of preference.")
    all_channels: bool = Field(
        default=False, description="By all of them instead of the first that is there."
    )


class Etiquette(_Part):
    quiet_from: TownTime = time(21, 0)
    quiet_until: TownTime = time(8, 0)
    a_day_per_person: int = Field(default=3, ge=1, le=100)
    halt_above_a_day: int = Field(
        default=12,
        ge=2,
        le=1000,
        description="More to one person in a day, the urgent aside, halts the town's channel.",
    )
    halt_above_urgent_a_day: int = Field(
        default=400, ge=2, le=10_000, description="So do more urgent ones: no town has so many in a day."
    )
    muted_at_most_days: int = Field(default=30, ge=1, le=366)
    a_minute: int = Field(default=60, ge=1, le=6000, description="No burst beyond it, per channel.")

    @model_validator(mode="after")
    def _some_time_is_not_quiet(self) -> "Etiquette":
        if self.quiet_from == self.quiet_until:
            raise ValueError("quiet_from and quiet_until are the same: nothing would ever go out")
        return self


class Policy(_Part):
    """All of it under one id; another one is another file."""

    id: str = Field(min_length=1, max_length=60)
    rules: dict[Name, Rule]
    etiquette: Etiquette = Etiquette()
    leading_offices: tuple[str, ...] = ("党委书记", "镇长")

    @model_validator(mode="after")
    def _urgent_is_told_to_all(self) -> "Policy":
        for name, rule in self.rules.items():
            if rule.urgent and (rule.mutable or rule.mutable_by_office or rule.gathered):
                raise ValueError(f"{name} is urgent: neither mutable nor gathered")
        return self

    @model_validator(mode="after")
    def _what_is_repeated_is_there(self) -> "Policy":
        for name, rule in self.rules.items():
            first = self.rules.get(rule.repeats or name)
            if rule.repeats is not None and (first is None or first.repeats is not None):
                raise ValueError(f"{name} repeats {rule.repeats}, which is no first stage")
        return self

    def with_channels(self, configured: frozenset[str]) -> "Policy":
        """Of what this deployment can send by. A rule that is left with none stands on the call list."""
        there = {
            name: rule.model_copy(
                update={"channels": tuple(each for each in rule.channels if each in configured)}
            )
            for name, rule in self.rules.items()
        }
        return self.model_copy(update={"rules": there})


DEFAULT = Path(__file__).with_name("reminders-1.yaml")


def read_policy(path: Path) -> Policy:
    """ValidationError, ValueError or YAMLError, naming the place, when the file can't be used.

    It has the rules of the product's own, each as the town wants it: none more, for nothing would demand it,
    and none less, for nobody would notice.
    """
    policy = _read(path)
    if differing := policy.rules.keys() ^ _read(DEFAULT).rules.keys():
        raise ValueError(f"{path}: rules missing or unknown: {', '.join(sorted(differing))}")
    return policy


def _read(path: Path) -> Policy:
    return Policy.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
