"""The shape of 情况说明, for the generated description of the API."""

from typing import Literal

from pydantic import BaseModel, Field

from services.reporting.forms.answers import ReportAnswer


class NumberAnswer(BaseModel):
    start: int = Field(description="In characters of the paragraph.")
    end: int
    text: str
    kind: Literal["value", "added", "removed", "rate"]
    cells: list[str] = Field(description="The addresses of the cells that it is of, with what counts there.")
    since: str | None = Field(description="Of a change: the submission that the report is compared with.")


class UnbackedAnswer(BaseModel):
    start: int
    end: int
    text: str


class UnbackedNumbersAnswer(BaseModel):
    problems: list[UnbackedAnswer]
    next_steps: list[UnbackedAnswer]


class NarrativeAnswer(ReportAnswer):
    """The paragraph follows from the figures; the two sections are people's own."""

    period: str
    filer: str
    paragraph: str
    numbers: list[NumberAnswer]
    problems: str = Field(description="存在问题; in a draft as written below the last one.")
    next_steps: str = Field(description="下一步工作")
    unbacked: UnbackedNumbersAnswer = Field(description="Numbers that no figure of the report backs.")
