"""The shape of the answer, for the generated description of the API."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from services.reporting.differences.causes import Cause
from services.reporting.reading.stale_answer import StaleLogs


class ComparedAnswer(BaseModel):
    """As every answer names the report that it is about; no `annex` where both are compared."""

    campaign: str
    annex: Literal["annex-3", "annex-4"] | None = None
    policy: str
    policy_hash: str
    policy_dated: str
    occurred_until: str
    recorded_until: str | None = None
    submission: str | None = None
    positions: dict[str, int]
    stale: StaleLogs = None


class PartEventAnswer(BaseModel):
    log: Literal["registry", "hazards"]
    position: int
    type: str
    occurred: str
    recorded: str


class PartSubjectAnswer(BaseModel):
    kind: Literal["unit", "hazard", "penalty", "case"]
    id: str


class PartAnswer(BaseModel):
    subject: PartSubjectAnswer = Field(description="What is counted more or less.")
    weight: int = Field(description="1 or -1, or fen. Over all pages they add up to `to` less `from`.")
    cause: Cause = Field(description="The first that fits of those in the documentation.")
    events: list[PartEventAnswer] = Field(
        description="The recorded event; for a cut-off, what occurred in between; for a policy, without what "
        "both would see the same."
    )


class SumsAnswer(BaseModel):
    plus: int
    minus: int


class CellDifferenceAnswer(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    annex: Literal["annex-3", "annex-4"]
    filer: str = Field(description="A filer's id, or `total:sum`, `total:distinct`, `uncredited`.")
    column: str
    from_: int | str = Field(alias="from", description="As in the form of `a`.")
    to: int | str = Field(description="As in the form of `b`.")
    causes: dict[Cause, SumsAnswer] = Field(description="What each cause adds and takes away, in all.")
    parts: list[PartAnswer] = Field(description="In the order of the walk from `a` to `b`.")


class DifferenceAnswer(BaseModel):
    """Why two reports differ: every cell that some part moves."""

    a: ComparedAnswer
    b: ComparedAnswer
    cells: list[CellDifferenceAnswer]
    next: int | None = Field(default=None, description="For `after`; absent on the last page.")
