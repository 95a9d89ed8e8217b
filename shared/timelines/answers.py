"""The shape of the answer, for the generated description of the API."""

from typing import Any, Literal

from pydantic import BaseModel, Field


class TimelineSubject(BaseModel):
    kind: Literal["unit", "inspection", "hazard", "penalty", "case"]
    id: str


class TimelineEventAnswer(BaseModel):
    log: Literal["registry", "hazards"]
    position: int
    type: str
    version: int = Field(description="Of the type, as it is stored.")
    occurred: str
    recorded: str
    actor: str = Field(description="The account that entered it.")
    organisation: str = Field(description="For which it was entered.")
    words: str = Field(description="What it says, in Chinese, with the names that hold now.")
    data: dict[str, Any] = Field(description="What it says, as the newest version of its type has it.")
    taken_back_by: int | None = Field(
        default=None, description="The position of the `fact.voided` that took it back and stands."
    )


class TimelineAnswer(BaseModel):
    """What was recorded of a subject, in the order of recording."""

    subject: TimelineSubject
    events: list[TimelineEventAnswer]
    next: int | None = Field(default=None, description="For `after`; absent on the last page.")
