"""The shape of the answer, for the generated description of the API."""

from typing import Literal

from pydantic import BaseModel, Field

from services.reporting.forms.answers import ReportAnswer
from services.reporting.lineage.answers import CountedAnswer, EventAnswer

Kind = Literal["unit", "inspection", "hazard", "penalty", "case"]


class SubjectAnswer(BaseModel):
    kind: Kind
    id: str


class SurvivorAnswer(SubjectAnswer):
    counted: bool = Field(description="Whether it is in the cell.")


class ReasonAnswer(BaseModel):
    code: str = Field(description="The first condition that fails.")
    message: str = Field(description="In Chinese, then in English.")
    filer: str | None = Field(default=None, description="Who did it, or has it instead.")
    survivor: SurvivorAnswer | None = Field(default=None, description="What it was merged into, at the end.")
    events: list[EventAnswer] = Field(description="What makes it so; the one that decides comes first.")


class WhyNotAnswer(ReportAnswer):
    """Whether a subject is counted in a cell; if not, why not."""

    filer: str
    column: str
    subject: SubjectAnswer
    counted: bool
    subjects: list[CountedAnswer] | None = Field(
        default=None, description="Where it is counted: as what is behind the cell shows it."
    )
    reason: ReasonAnswer | None = Field(default=None, description="Where it is not.")
