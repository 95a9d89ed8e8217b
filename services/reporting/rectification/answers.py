"""The shapes of the answers, for the generated description of the API."""

from pydantic import BaseModel, Field

from services.reporting.forms.answers import FilerAnswer, ReportAnswer

_TOTAL = "Of the whole table, with what is credited to no filer; absent where only own rows may be seen."
_DAY = "Up to which day ages are counted: that of the cut-off; while it is still to come, today."


class OpenAnswer(BaseModel):
    open: int = Field(description="Counted in `hazards_found`, and not in `hazards_closed`.")
    major: int = Field(description="Of these, those counted in `major_found`.")


class AgesAnswer(OpenAnswer):
    buckets: list[OpenAnswer] = Field(description="One for each of the answer's `buckets`.")


class AgeingRowAnswer(AgesAnswer):
    filer: FilerAnswer


class BucketAnswer(BaseModel):
    """Calendar days (Asia/Shanghai) since discovery, both ends included."""

    from_days: int
    to_days: int | None = Field(description="Null: all older ones.")
    label: str


class AgeingAnswer(ReportAnswer):
    """Open hazards by their age."""

    day: str = Field(description=_DAY)
    buckets: list[BucketAnswer]
    rows: list[AgeingRowAnswer]
    total: AgesAnswer | None = Field(default=None, description=_TOTAL)


class LateAnswer(BaseModel):
    open: int = Field(description="Counted in `hazards_found`, and not in `hazards_closed`.")
    without_plan: int = Field(description="Of these, those of which no plan was told.")
    overdue: int = Field(description="Of these, those whose plan's deadline was before `day`.")
    overdue_major: int = Field(description="Of the overdue, those counted in `major_found`.")


class LateRowAnswer(LateAnswer):
    filer: FilerAnswer


class OverdueAnswer(ReportAnswer):
    """Open hazards that should have been put right."""

    day: str = Field(description=_DAY)
    rows: list[LateRowAnswer]
    total: LateAnswer | None = Field(default=None, description=_TOTAL)


class ClosingTimesAnswer(BaseModel):
    closed: int = Field(description="As in `hazards_closed`.")
    median: str | None = Field(description="Of an even number, the mean of both in the middle; null of none.")
    mean: str | None = Field(description="Rounded to one decimal, halves upwards.")
    p90: int | None = Field(description="The least number of days that nine in ten do not exceed.")


class ClosingTimesRowAnswer(ClosingTimesAnswer):
    filer: FilerAnswer


class TimeToCloseAnswer(ReportAnswer):
    """Calendar days (Asia/Shanghai) from discovery to the closure that stands."""

    rows: list[ClosingTimesRowAnswer]
    total: ClosingTimesAnswer | None = Field(default=None, description=_TOTAL)
