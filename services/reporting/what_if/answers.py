"""The shape of the answer, for the generated description of the API."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from services.reporting.differences.answers import ComparedAnswer, PartSubjectAnswer


class SupposedAnswer(BaseModel):
    kind: Literal["unit", "inspection", "hazard", "penalty", "case", "self_check", "official"]
    id: str
    type: str = Field(
        description="What would be recorded of it: `fact.voided`; for a fact that introduces it, what takes "
        "back all of it; or its merging."
    )


class MovedMemberAnswer(BaseModel):
    subject: PartSubjectAnswer
    weight: int = Field(description="1 or -1, or fen.")


class MoveAnswer(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    annex: Literal["annex-3", "annex-4"]
    filer: str = Field(description="A filer's id, or `total:sum`, `total:distinct`, `uncredited`.")
    column: str
    from_: int | str = Field(alias="from")
    to: int | str
    parts: list[MovedMemberAnswer] = Field(description="Their weights add up to `to` less `from`.")


class MovedReportAnswer(BaseModel):
    report: ComparedAnswer
    cells: list[MoveAnswer]


class WhatIfAnswer(BaseModel):
    """Which cells of which reports would move. Nothing was recorded."""

    supposed: SupposedAnswer
    reports: list[MovedReportAnswer]
