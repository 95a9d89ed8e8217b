"""The shape of the answer, for the generated description of the API."""

from typing import Literal

from pydantic import BaseModel, Field

from services.reporting.forms.answers import ReportAnswer


class EventAnswer(BaseModel):
    log: Literal["registry", "hazards"]
    position: int
    type: str
    occurred: str
    recorded: str
    actor: str = Field(description="The account that entered it.")
    organisation: str = Field(description="For which it was entered.")


class CountedAnswer(BaseModel):
    kind: Literal["unit", "hazard", "penalty", "case"]
    id: str
    filer: str | None = Field(description="Who is credited; null for no filer.")
    weight: int = Field(description="1, or fen. Over all pages they add up to the value.")
    events: list[EventAnswer] = Field(
        description="These alone, over all pages, give the cell; without any one of them they do not."
    )
    also: list[EventAnswer] = Field(description="Each could stand for one of the events.")


class FrameAnswer(BaseModel):
    campaign: str
    organisations: dict[str, str] = Field(description="Id to kind.")


class LineageAnswer(ReportAnswer):
    """What is behind a cell."""

    filer: str
    column: str
    value: int | str = Field(description="As in the form.")
    frame: FrameAnswer = Field(description="What the figures stand in; none of its events is listed.")
    subjects: list[CountedAnswer]
    next: str | None = Field(default=None, description="For `after`; absent on the last page.")
