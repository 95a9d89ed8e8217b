"""The shape of the answer, for the generated description of the API."""

from typing import Literal

from pydantic import BaseModel, Field

from services.reporting.forms.answers import ReportAnswer


class DifferingAnswer(BaseModel):
    kind: Literal["unit", "hazard", "penalty", "case"]
    id: str
    filers: list[str] = Field(description="It counts for each of these; empty: credited to no filer.")


class ColumnTotalsAnswer(BaseModel):
    key: str
    label: str
    sum: int | str = Field(description="简单合计: the rows added up.")
    distinct: int | str = Field(description="去重合计: each counted once, with what is credited to no filer.")
    town: int | str = Field(description="Over both tables, each counted once.")
    differing: list[DifferingAnswer] = Field(
        description="Those that make sum and distinct differ, at most `limit` of them."
    )
    more: int = Field(description="How many more there are.")


class TotalsAnswer(ReportAnswer):
    """Both totals of one table, and why they differ."""

    columns: list[ColumnTotalsAnswer]
