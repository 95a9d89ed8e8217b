"""The shape of the answers, for the generated description of the API."""

from typing import Literal

from pydantic import BaseModel, Field

from services.reporting.forms.answers import ColumnAnswer, FilerAnswer
from services.reporting.reading.stale_answer import StaleLogs
from shared.events.consolidating import ConsolidatedRow, PaperPart
from shared.events.reporting import FrozenLog
from shared.events.signer import Signer
from shared.events.storing import StoredFile

Cells = dict[str, int | str]


class SheetRowAnswer(BaseModel):
    filer: FilerAnswer
    number: str | None = Field(description="Of the submission that it is; null: 未报送.")
    on_behalf: bool = Field(description="镇安委办代报")
    cells: Cells | None = Field(description="As signed; null, never 0, where nothing was reported.")


class SheetTotalsAnswer(BaseModel):
    sum: Cells = Field(description="合计: the rows added up.")
    distinct: Cells = Field(description="去重合计: each once, over what the signed rows counted.")
    uncredited: Cells = Field(description="未计入填报单位: of working groups, in the columns that have any.")


class ChangedCellAnswer(BaseModel):
    filer: FilerAnswer
    column: str
    from_: int | str | None = Field(alias="from", description="Null: not reported.")
    to: int | str | None


class _SheetAnswer(BaseModel):
    annex: Literal["annex-3", "annex-4"]
    period: str
    name: str = Field(description="第3期（截至12月30日）")
    columns: list[ColumnAnswer]
    rows: list[SheetRowAnswer] = Field(description="In the campaign file's order, others after it.")
    totals: SheetTotalsAnswer
    missing: list[FilerAnswer]
    changes: list[ChangedCellAnswer] = Field(description="From the edition that it takes the place of.")


class PreparedSheetAnswer(_SheetAnswer):
    """The sheet as it would be signed now."""

    positions: dict[str, int]
    stale: StaleLogs = None
    occurred_until: str
    policy: str
    digest: str
    pending: list[FilerAnswer] = Field(description="Signed and not reviewed yet: to be reviewed first.")
    last: str | None = Field(description="The edition that it would take the place of.")


class CountersignedAnswer(BaseModel):
    by: Signer
    at: str


class SentUpAnswer(BaseModel):
    campaign_id: str
    number: str
    to: str
    how: str
    sent_at: str
    file: StoredFile
    by: Signer


class ConsolidationLineAnswer(BaseModel):
    number: str
    annex: Literal["annex-3", "annex-4"]
    period: str
    name: str
    edition: int
    signed_at: str
    signer: Signer
    digest: str
    position: int = Field(description="In the log `reporting`.")
    state: Literal["signed", "countersigned", "sent_up"]
    state_name: str
    updated: bool = Field(description="有更新: rows were accepted or corrected since.")
    replaced_by: str | None = None
    countersigned: CountersignedAnswer | None = None
    sent_up: SentUpAnswer | None = None


class ConsolidationsAnswer(BaseModel):
    consolidations: list[ConsolidationLineAnswer]


class UpdateAnswer(BaseModel):
    filer: str
    number: str | None = Field(description="What would stand in its row now.")


class ConsolidationAnswer(ConsolidationLineAnswer, _SheetAnswer):
    """Everything that was signed, the signature, and what became of it."""

    campaign_id: str
    period_name: str
    replaces: str | None = None
    deadline: str
    occurred_until: str
    sum: dict[str, int] = Field(description="As signed, fines in fen; so are `distinct` and `uncredited`.")
    distinct: dict[str, int]
    uncredited: dict[str, int] | None = None
    signed_rows: list[ConsolidatedRow]
    logs: dict[str, FrozenLog]
    policy: str
    policy_hash: str
    remark: str | None = None
    countersign: bool = Field(default=False, description="审签 is needed before it goes up.")
    key_id: str
    signature: str
    paper: list[PaperPart]
    updates: list[UpdateAnswer]
