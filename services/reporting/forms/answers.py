"""The shape of the answer document, for the generated description of the API."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from services.reporting.reading.stale_answer import StaleLogs


class PolicyAnswer(BaseModel):
    version: str
    dated: str
    policy_hash: str
    message: str = Field(description="How it reads what the notice leaves open.")
    parameters: dict[str, bool | int]


class PoliciesAnswer(BaseModel):
    """Every version there has been; each can be asked for with `policy`."""

    policies: list[PolicyAnswer]


class FilerAnswer(BaseModel):
    id: str
    name: str = Field(description="As it was called at `occurred_until`.")


class ChangedSinceAnswer(BaseModel):
    number: str
    name: str = Field(description="第1期（截至11月30日）")


class ChangesAnswer(BaseModel):
    """较上期."""

    since: ChangedSinceAnswer = Field(description="The last standing report of an earlier period.")
    cells: dict[str, str] = Field(description="By column: `+3`, `0`, `-1`; `fines` in 万元, exactly.")


class RatesAnswer(BaseModel):
    """整改率 in per cent: one decimal, 100.0 only where all are closed, `—` where none was found."""

    hazards: str
    major: str


Changed = Annotated[
    ChangesAnswer | None, Field(description="Where asked for; absent where nothing was signed before.")
]
Rated = Annotated[RatesAnswer | None, Field(description="Where `changes` are asked for.")]


class RowAnswer(BaseModel):
    filer: FilerAnswer
    cells: dict[str, int | str] = Field(
        description="By column key: counts as integers, `fines` in 万元 as an exact decimal string."
    )
    changes: Changed = None
    rectification_rate: Rated = None


class ColumnAnswer(BaseModel):
    key: str
    label: str
    path: list[str] = Field(description="The headers above the label, from the top.")


class TotalsAnswer(BaseModel):
    sum: dict[str, int | str] = Field(description="简单合计: the rows added up.")
    distinct: dict[str, int | str] = Field(
        description="去重合计: each unit, hazard or case once, with what is credited to no filer."
    )


class WarningAnswer(BaseModel):
    filer: str | None = Field(description="Null for the town as a whole.")
    code: str
    level: Literal["error", "warning"]
    message: str
    zh: str = Field(description="Its Chinese sentence alone, as it is printed.")


class ReportAnswer(BaseModel):
    """What names the report that it is about."""

    annex: Literal["annex-3", "annex-4"]
    campaign: str
    policy: str
    policy_hash: str
    policy_dated: str
    occurred_until: str
    recorded_until: str | None = Field(default=None, description="Where it was asked so.")
    submission: str | None = Field(default=None, description="Its number, where it was asked so.")
    positions: dict[str, int]
    stale: StaleLogs = None


class FormAnswer(BaseModel):
    """附件3 or 附件4, cumulative, as far as the asking account may see it."""

    annex: Literal["annex-3", "annex-4"]
    campaign: str
    title: str
    foot_note: str
    policy: str = Field(description="The version of the counting policy (口径).")
    policy_hash: str = Field(description="SHA-256 of what that version says; part of the digest.")
    policy_dated: str = Field(description="The day that version was set.")
    occurred_until: str
    recorded_until: str | None = Field(
        default=None, description="Where it was asked by: `positions` are what was recorded before it."
    )
    submission: str | None = Field(
        default=None, description="Where it was asked by its number: the figures are those that were signed."
    )
    positions: dict[str, int]
    stale: StaleLogs = None
    digest: str = Field(description="SHA-256 of the figures shown and what they follow from; no names.")
    columns: list[ColumnAnswer]
    rows: list[RowAnswer]
    totals: TotalsAnswer | None = Field(default=None, description="Absent where only one filer may be seen.")
    warnings: list[WarningAnswer]
    demo_clock: str | None = Field(default=None, description="Only under a demonstration's clock.")
