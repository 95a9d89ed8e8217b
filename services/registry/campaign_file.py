"""A campaign file: what a town states about one campaign, read and checked before anything is recorded."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import yaml
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from shared.events.lists import AtMost
from shared.events.registry import (
    CHECKLIST_ITEMS,
    DEADLINES,
    FORMS,
    ORGANISATIONS,
    PEOPLE_OF_GROUP,
    PHASES,
    SUPERVISION_LEVELS,
    Phase,
    ReminderDays,
)
from shared.events.text import Id, Text

Item = TypeVar("Item")
OFFICIALS = 5_000
"""In several offices over time, each a line of its own."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Window(_Part):
    starts: AwareDatetime = Field(alias="from")
    ends: AwareDatetime = Field(alias="until")


class _Named(_Part):
    id: Id
    name: Text


class NamedOrganisation(_Named):
    """A village, a department or a receiver in the district."""


class SafetyOffice(NamedOrganisation):
    """Its id is the same in every town, because an account's role alone tells that it speaks for it."""

    id: Literal["safety-office"]


class Group(NamedOrganisation):
    heads: Annotated[list[Id], AtMost(PEOPLE_OF_GROUP)]
    members: Annotated[list[Id], AtMost(PEOPLE_OF_GROUP)]
    departments: Annotated[list[Id], AtMost(ORGANISATIONS)]
    villages: Annotated[list[Id], AtMost(ORGANISATIONS)]


class Officeholder(_Named):
    """A person and the one office the file states; `until` ends the term."""

    title: Text
    leader: bool
    starts: AwareDatetime = Field(alias="from")
    ends: AwareDatetime | None = Field(default=None, alias="until")
    organisation: Id | None = None


class Form(_Part):
    title: Text
    foot_note: Text


class ChecklistTheme(_Part):
    """One heading of an annex: how to check it, and its tasks by item code."""

    theme: Text
    how: Text | None = None
    items: Annotated[dict[Id, Text], AtMost(CHECKLIST_ITEMS)]


class CampaignFile(_Part):
    """Everything of the notice's body and annexes that the product treats as data."""

    id: Id
    title: Text
    township: str = Field(pattern=r"^\d{9}$")
    since: AwareDatetime
    announced: AwareDatetime
    window: Window
    phases: Annotated[list[Phase], AtMost(PHASES)]
    deadlines: Annotated[list[AwareDatetime], AtMost(DEADLINES)]
    final_due: AwareDatetime | None = None
    policy: Id
    supervision_levels: Annotated[list[Id], AtMost(SUPERVISION_LEVELS)]
    review: Literal["head"] | None = None
    countersign: bool = False
    reminders: ReminderDays | None = None
    villages: Annotated[list[NamedOrganisation], AtMost(ORGANISATIONS)]
    departments: Annotated[list[NamedOrganisation], AtMost(ORGANISATIONS)]
    safety_office: SafetyOffice
    district_departments: Annotated[list[NamedOrganisation], AtMost(ORGANISATIONS)]
    officials: Annotated[list[Officeholder], AtMost(OFFICIALS)]
    working_groups: Annotated[list[Group], AtMost(ORGANISATIONS)]
    forms: Annotated[dict[str, Form], AtMost(FORMS)]
    checklists: Annotated[list[ChecklistTheme], AtMost(CHECKLIST_ITEMS)]

    @model_validator(mode="after")
    def _every_id_once(self) -> "CampaignFile":
        organisations = [
            *self.villages,
            *self.departments,
            self.safety_office,
            *self.district_departments,
            *self.working_groups,
        ]
        ids = [each.id for each in (*organisations, *self.officials)]
        codes = [code for theme in self.checklists for code in theme.items]
        twice = _twice(ids) or _twice(codes)
        if twice:
            raise ValueError(f"given twice: {', '.join(sorted(twice))}")
        return self

    @model_validator(mode="after")
    def _groups_name_what_is_here(self) -> "CampaignFile":
        for group in self.working_groups:
            unknown = {
                *_missing((*group.heads, *group.members), self.officials),
                *_missing(group.departments, self.departments),
                *_missing(group.villages, self.villages),
            }
            if unknown:
                raise ValueError(f"{group.id} names what is not here: {', '.join(sorted(unknown))}")
        return self


def _missing(named: Iterable[str], here: Iterable[_Named]) -> set[str]:
    return set(named) - {each.id for each in here}


def _twice(items: list[Item]) -> set[Item]:
    return {item for item in items if items.count(item) > 1}


def read_campaign_file(path: Path) -> CampaignFile:
    """ValidationError or YAMLError, naming the place, when the file can't be used."""
    return CampaignFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
