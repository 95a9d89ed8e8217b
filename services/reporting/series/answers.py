"""The shape of the answer, for the generated description of the API."""

from typing import Literal

from pydantic import BaseModel, Field

from services.reporting.forms.answers import ColumnAnswer, FilerAnswer, ReportAnswer

Values = dict[str, list[int | str | None]]
_VALUES = "By column key, one for each of `points`: as in that form; null where it has no row of the filer."


class PointAnswer(BaseModel):
    occurred_until: str


class SeriesRowAnswer(BaseModel):
    filer: FilerAnswer
    values: Values = Field(description=_VALUES)


class SeriesTotalsAnswer(BaseModel):
    """Those that were asked for."""

    sum: Values | None = Field(default=None, description="简单合计.")
    distinct: Values | None = Field(default=None, description="去重合计.")
    uncredited: Values | None = Field(
        default=None, description="Credited to no filer; unless it is named in `filers`, in annex-3 alone."
    )


class SeriesAnswer(ReportAnswer):
    """The cells of a form at the end of each day, or at each deadline."""

    by: Literal["day", "period"]
    points: list[PointAnswer] = Field(
        description="In their order. The form at each of them, at the same positions, has these values."
    )
    columns: list[ColumnAnswer]
    rows: list[SeriesRowAnswer] = Field(description="Filers as they are called in the report itself.")
    totals: SeriesTotalsAnswer | None = Field(
        default=None, description="Absent where only one filer may be seen, or none was asked for."
    )
