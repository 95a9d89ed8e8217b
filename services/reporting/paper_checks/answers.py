"""The shape of the answer, for the generated description of the API."""

from typing import Literal

from pydantic import BaseModel, Field

from services.reporting.forms.answers import ColumnAnswer, RowAnswer, TotalsAnswer
from services.reporting.paper.refused import Code
from services.reporting.paper_checks.verdict import Kind


class ReasonAnswer(BaseModel):
    code: Code
    zh: str
    en: str


class DetailAnswer(BaseModel):
    """One line of the paper's footer."""

    label: str
    text: str


class HeaderCellAnswer(BaseModel):
    """A cell of the form's header; rows and columns are counted from 0, the filer's column first."""

    text: str = Field(description="In lines, as it is printed.")
    row: int
    rows: int
    column: int
    columns: int


class PaperReportAnswer(BaseModel):
    """What stands on the paper, as it was signed."""

    number: str = Field(description="回执号")
    township: str
    campaign: str
    annex: Literal["annex-3", "annex-4"]
    title: str
    name: str = Field(description="第3期（截至12月30日）")
    filer: str = Field(description="Empty for a sheet of the whole town.")
    policy: str
    occurred_until: str
    signed_at: str
    positions: dict[str, int]
    digest: str
    columns: list[ColumnAnswer]
    header: list[HeaderCellAnswer]
    rows: list[RowAnswer] = Field(description="Of the codes that are there; empty texts: not reported.")
    totals: TotalsAnswer | None = None
    parts: int = Field(description="How many QR codes the paper has.")
    missing: list[int] = Field(description="Which of them are not there.")
    details: list[DetailAnswer]


class PaperCheckAnswer(BaseModel):
    valid: bool = Field(description="签名有效: signed here, and nothing of it was changed since.")
    verdict: Kind = Field(
        description="`incomplete`: codes are missing, so that it is not told whether it is the latest. "
        "`mismatch`: 校验不符. `unreadable`: no code of a report, or codes of several."
    )
    zh: str
    en: str
    reason: ReasonAnswer | None = Field(default=None, description="Why it is not valid.")
    key: str | None = None
    report: PaperReportAnswer | None = Field(default=None, description="Of a valid one alone.")
