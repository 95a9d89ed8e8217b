"""The shape of the answer, for the generated description of the API."""

from typing import Literal

from pydantic import BaseModel, Field

from services.reporting.forms.answers import FilerAnswer, ReportAnswer


class RankedAnswer(BaseModel):
    rank: int | None = Field(description="Among the rows shown, ties alike; null without a rate, at the end.")
    filer: FilerAnswer
    value: int | str | None = Field(
        description="As in the form; of a rate percent with one decimal, 100.0 only when both are equal."
    )
    numerator: int | None = Field(default=None, description="Of a rate.")
    denominator: int | None = Field(default=None, description="Of a rate.")


class RankingAnswer(ReportAnswer):
    """Filers in order of a column or a rate."""

    by: str
    label: str
    first: Literal["largest"] = Field(description="Which way is up: the largest value has rank 1.")
    rows: list[RankedAnswer]
