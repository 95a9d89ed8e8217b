"""All that is said, as data under one id: templates of text messages, e-mails, words for groups. Pure."""

from enum import StrEnum
from functools import cached_property
from pathlib import Path
from string import Template
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,60}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class TemplateState(StrEnum):
    """Where a signature or a template is with the provider."""

    UNREGISTERED = "未报备"
    IN_REVIEW = "审核中"
    USABLE = "可用"
    DISABLED = "停用"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SmsTemplate(_Part):
    text: Words = Field(description="Without the signature, which is the town's.")
    state: TemplateState = Field(description="Until the town's own setting says another.")

    @cached_property
    def variables(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(Template(self.text).get_identifiers()))


class SmsForms(_Part):
    """Names of templates."""

    one: Name
    several: Name
    of_another: Name | None = Field(default=None, description="One, told to somebody else than the filer.")
    before_holiday: Name | None = Field(default=None, description="On the last working day before one.")

    @property
    def all(self) -> tuple[str, ...]:
        named = (self.one, self.several, self.of_another, self.before_holiday)
        return tuple(name for name in named if name is not None)


class EmailForms(_Part):
    """Jinja2, one sentence or a few."""

    title: Words
    body: Words
    of_another: Words | None = None
    title_several: Words
    several: Words
    line: Words


class RuleTexts(_Part):
    heading: Words
    action: Words = Field(description="On the link to the page: 去核对")
    received: Words | None = Field(default=None, description="Where nothing has to be said “as of”.")
    sms: SmsForms
    email: EmailForms


class SeveralKinds(_Part):
    title: Words
    body: Words
    action: Words


class GroupWords(_Part):
    robot: Words
    robot_complete: Words
    copied: Words
    copied_complete: Words
    copied_with_names: Words
    copied_of_hazards: Words


class Texts(_Part):
    """Rules in order of urgency."""

    id: str = Field(min_length=1, max_length=60)
    general: Name
    templates: dict[Name, SmsTemplate]
    rules: dict[Name, RuleTexts]
    several_kinds: SeveralKinds
    why: dict[Name, Words]
    why_instead: dict[Name, Words]
    group: GroupWords

    @model_validator(mode="after")
    def _names_are_known(self) -> "Texts":
        named = {name for rule in self.rules.values() for name in rule.sms.all} | {self.general}
        if unknown := named - self.templates.keys():
            raise ValueError(f"no such template: {', '.join(sorted(unknown))}")
        if unused := self.templates.keys() - named:
            raise ValueError(f"no rule uses: {', '.join(sorted(unused))}")
        return self

    @cached_property
    def urgency(self) -> dict[str, int]:
        return {rule: place for place, rule in enumerate(self.rules)}


def read_texts(path: Path) -> Texts:
    """ValidationError or YAMLError, naming the place, when the file can't be used."""
    return Texts.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


DEFAULT = Path(__file__).with_name("texts-1.yaml")
