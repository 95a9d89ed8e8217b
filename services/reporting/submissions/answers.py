"""The shape of the answers, for the generated description of the API."""

from typing import Literal

from pydantic import BaseModel, Field

from services.reporting.forms.answers import Changed, FilerAnswer, FormAnswer, Rated
from services.reporting.reading.stale_answer import StaleLogs
from shared.events.reporting import EventAt, FrozenLog, Narrative, OnBehalf, RemarkOnCell, ShownWarning
from shared.events.reporting import Fall as SignedFall
from shared.events.signer import Signer

State = Literal["signed", "accepted", "returned", "withdrawn", "corrected"]


class ReceiptAnswer(BaseModel):
    """报送成功."""

    number: str = Field(description="回执号")
    period: str
    name: str = Field(description="第3期（截至12月30日）")
    signed_at: str
    on_time: bool
    digest: str
    position: int = Field(description="In the log `reporting`.")


class SubmissionLineAnswer(ReceiptAnswer):
    annex: Literal["annex-3", "annex-4"]
    filer: FilerAnswer
    state: State
    state_name: str
    signer: Signer
    occurred_until: str
    on_behalf: bool = Field(description="镇安委办代报")
    warnings: int
    corrects: str | None = None


class SubmissionsAnswer(BaseModel):
    submissions: list[SubmissionLineAnswer]


class ActAnswer(BaseModel):
    act: Literal["reviewed", "withdrawn", "returned", "accepted"]
    by: Signer
    at: str
    reason: str | None = None
    column: str | None = None


class SubmissionAnswer(BaseModel):
    """Everything that was signed, the signature, and what became of it."""

    campaign_id: str
    number: str
    annex: Literal["annex-3", "annex-4"]
    period: str
    period_name: str
    name: str
    filer: str
    filer_name: str
    deadline: str
    occurred_until: str
    logs: dict[str, FrozenLog]
    policy: str
    policy_hash: str
    digest: str
    lineage_digest: str
    figures: dict[str, int] = Field(description="By column; fines in fen.")
    cells: dict[str, int | str] = Field(description="As the form shows them.")
    warnings: list[ShownWarning] = []
    waiting: int | None = None
    remarks: list[RemarkOnCell] = []
    falls: list[SignedFall] = []
    unchanged: bool = False
    late_reason: str | None = None
    late_note: str | None = None
    on_behalf: OnBehalf | None = None
    corrects: str | None = None
    correction_reason: str | None = None
    corrected_by: str | None = None
    signer: Signer
    signed_at: str
    key_id: str
    signature: str
    paper_signature: str
    position: int
    state: State
    state_name: str
    acts: list[ActAnswer]
    narrative: Narrative | None = Field(default=None, description="情况说明")
    review: Literal["head"] | None = Field(default=None, description="单位负责人审核 was asked for.")
    consolidated: str | None = Field(default=None, description="The last sheet that it is a row of.")
    keeps_time_until: str | None = None
    changes: Changed = None
    rectification_rate: Rated = None


class MovedCellAnswer(BaseModel):
    column: str
    from_: int | str = Field(alias="from")
    to: int | str


class SinceAnswer(BaseModel):
    """报送后又有：新增…，减少…."""

    number: str
    positions: dict[str, int] = Field(description="As recorded until then.")
    stale: StaleLogs = None
    added: int = Field(description="What is counted more, in whichever cell.")
    removed: int
    cells: list[MovedCellAnswer] = Field(description="The cells that would be others.")


class DueAnswer(BaseModel):
    key: str
    name: str
    opens: str
    deadline: str
    cutoff: str = Field(description="What occurred before it is in the form.")


class BeforeAnswer(BaseModel):
    number: str
    cells: dict[str, int] = Field(description="Fines in fen.")


class FallAnswer(BaseModel):
    column: str
    by: int
    events: list[EventAt] = Field(description="What made it less.")


class PreparedAnswer(BaseModel):
    """The report as it would be signed now."""

    period: DueAnswer
    filer: str
    late: bool
    report: FormAnswer
    waiting: int | None = Field(
        description="Facts of the filer that wait for something, not counted in it; null where a service did "
        "not answer within a second."
    )
    before: BeforeAnswer | None = Field(
        description="The last one signed, of an earlier period; for a correction the one that it corrects."
    )
    falls: list[FallAnswer] = Field(description="Each needs a reason.")
    unchanged: bool = Field(description="Equal to the last one: 本期无变化 has to be ticked.")
    standing: SubmissionLineAnswer | None = Field(description="What was signed for this period and stands.")


class ActEventAnswer(BaseModel):
    type: str
    position: int


class ActsAnswer(BaseModel):
    events: list[ActEventAnswer]
    at: str


class TallyAnswer(BaseModel):
    """应报、已报、按时、逾期补报、经同意延期、未报."""

    expected: int
    reported: int
    on_time: int
    late: int
    extended: int
    missing: int
    timeliness: str = Field(description="On time of expected in per cent, one decimal; — where none is.")


class ReportedAnswer(BaseModel):
    filer: FilerAnswer
    listed: bool = Field(description="False for one that may file and is never missing.")
    state: Literal[
        "not_open", "open", "overdue", "extended", "closed", "signed", "accepted", "returned", "withdrawn"
    ]
    state_name: str
    number: str | None
    first_signed_at: str | None
    signed_at: str | None
    on_time: bool | None
    on_behalf: bool
    extended_until: str | None
    history: list[str] = Field(description="Every number there has been.")


class PeriodAnswer(BaseModel):
    period: DueAnswer
    annex: Literal["annex-3", "annex-4"]
    tally: TallyAnswer | None = Field(default=None, description="Absent where only one filer may be seen.")
    filers: list[ReportedAnswer]
    consolidated: str | None = Field(
        description="The last edition of the sheet of all filers. A filer sees no sheet: null."
    )


class CompletenessAnswer(BaseModel):
    campaign: str
    now: str
    periods: list[PeriodAnswer]
