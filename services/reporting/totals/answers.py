"""The shape of the answer, for the generated description of the API."""

from typing import Literal

from pydantic import BaseModel, Field


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


class TotalsAnswer(BaseModel):
    """Both totals of one table, and why they differ."""

    annex: Literal["annex-3", "annex-4"]
    campaign: str
    policy: str
    policy_hash: str
    policy_dated: str
    occurred_until: str
    recorded_until: str | None = Field(default=None, description="Where it was asked so.")
    positions: dict[str, int]
    columns: list[ColumnTotalsAnswer]
