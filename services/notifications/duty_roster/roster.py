"""The duty roster (值班表) as entered: who leads and who is on duty on a day. Pure."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from shared.problems import Rejected


class Duty(StrEnum):
    LEADER = "leader"
    """带班领导."""
    OFFICER = "officer"
    """值班员."""


class OnDuty(BaseModel):
    """One of them, by the contact that reaches him: `official/<id>` or `person/<id>`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    duty: Duty
    kind: Literal["official", "person"]
    id: str = Field(min_length=1, max_length=200, pattern=r"^[^\s/\x00]+$")


class OneDay(BaseModel):
    """Replaces who was entered for the day; without anybody, clears it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on_duty: Annotated[tuple[OnDuty, ...], Field(max_length=20)]

    @field_validator("on_duty")
    @classmethod
    def _nobody_twice(cls, on_duty: tuple[OnDuty, ...]) -> tuple[OnDuty, ...]:
        if len(set(on_duty)) < len(on_duty):
            raise ValueError("somebody is on it twice for the same duty")
        return on_duty


class DayOfMonth(OneDay):
    """One line of an upload."""

    day: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", max_length=10)]


def day_of(field: str, text: str) -> date:
    """Raises `invalid_request`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        detail = "应为日期，如 2024-12-01 a date such as 2024-12-01"
        raise Rejected("invalid_request", field=field, detail=detail) from None
