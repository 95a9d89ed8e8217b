"""What a rule demands: that somebody is told something by a moment. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shared.json_types import Json


class Seat(StrEnum):
    """For whom, as a rule knows it; who that is just now, `resolving` says."""

    REPORTER = "reporter"
    """填报人 of a filer, else its stand-in, else its head, else the safety office."""
    HEAD = "head"
    """单位负责人 of a filer; missing, the safety office."""
    MEMBER = "member"
    """成员 of the group that supervises the filer; without one, the safety office."""
    HEADS = "heads"
    """组长 of the groups."""
    SAFETY_OFFICE = "safety_office"
    """Everybody on the safety office's list."""
    OFFICE = "office"
    """Officials who hold the office that `of` names: 党委书记, 镇长."""
    OFFICIAL = "official"
    """The official whose id `of` names, while in office."""
    DUTY = "duty"
    """On the duty roster of the day that `of` names: 带班领导, 值班员."""
    OPERATORS = "operators"
    """Everybody on the operators' list."""


@dataclass(frozen=True, slots=True)
class Audience:
    seat: Seat
    of: str = ""
    """A filer, a member's filer, an office, an official or a day; empty where the seat needs none."""


@dataclass(frozen=True, slots=True)
class Demand:
    """With a recipient and a channel it is one row of the table, for ever the same one."""

    rule: str
    """A name of the policy's rules: `report_due_3_days`."""
    subject: str
    """`report/<campaign>/<period>/<filer>`, `hazard/<id>`, `log/<name>`, `publisher/<name>`,
    `template/<name>`, `channel/<name>`."""
    due: datetime
    audience: tuple[Audience, ...]
    until: datetime | None = None
    """Not sent from then on: a later one has overtaken it."""
    facts: Mapping[str, Json] = field(default_factory=dict)
    """What the text is made of: names, moments and ids. Never an address, never free text of a hazard."""
