"""Reading which two reports are compared out of a body. A report is named as in addresses."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.reporting.counting.columns import FILER_KINDS
from services.reporting.differences.scope import Scope
from services.reporting.reading.asking import (
    OCCURRED_UNTIL,
    POLICY,
    POSITIONS,
    POSITIONS_FORM,
    RECORDED_UNTIL,
)
from services.reporting.reading.question import Question, question
from shared.events.text import LARGEST_INTEGER
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.problems import Rejected

MOST_PARTS = 50_000

_AsText = Annotated[Name, Field(json_schema_extra={"pattern": POSITIONS_FORM})]
_Position = Annotated[int, Field(ge=0, le=LARGEST_INTEGER)]
_ByLog = Annotated[dict[Literal["registry", "hazards"], _Position], Field(min_length=1)]


class ReportName(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    campaign: Name
    annex: Literal["annex-3", "annex-4"] | None = Field(default=None, description="Default: both.")
    occurred_until: Name | None = Field(
        default=None, description=OCCURRED_UNTIL, json_schema_extra={"format": "date-time"}
    )
    recorded_until: Name | None = Field(
        default=None, description=RECORDED_UNTIL, json_schema_extra={"format": "date-time"}
    )
    positions: _AsText | _ByLog | None = Field(
        default=None, description=f"{POSITIONS} Or as answers have it."
    )
    policy: Name | None = Field(default=None, description=POLICY)

    def asked_by(self, account: Account) -> tuple[Question, Scope]:
        """Raises `Rejected` as an address would."""
        annexes = tuple(FILER_KINDS) if self.annex is None else (self.annex,)
        positions = self.positions
        if isinstance(positions, dict):
            positions = ",".join(f"{log}:{position}" for log, position in positions.items())
        parameters = {
            "occurred_until": self.occurred_until,
            "recorded_until": self.recorded_until,
            "positions": positions,
            "policy": self.policy,
        }
        asked = question(account, self.campaign, annexes[0], parameters)
        return asked, Scope(self.campaign, annexes, asked.only)


class DifferenceAsked(BaseModel):
    """Two reports of one campaign."""

    model_config = ConfigDict(extra="forbid", strict=True)

    a: ReportName
    b: ReportName
    after: int = Field(default=0, ge=0, le=10**9, description="`next` of the page before.")
    limit: int = Field(
        default=MOST_PARTS, ge=1, le=MOST_PARTS, description="How many parts. For pages, name `positions`."
    )

    def asked_by(self, account: Account) -> tuple[Question, Question, Scope]:
        """Raises `Rejected` for what can't be compared, or not by this account."""
        for name in ("campaign", "annex"):
            if getattr(self.a, name) != getattr(self.b, name):
                detail = f"两份报表的 {name} 必须相同 both reports need the same {name}"
                raise Rejected("invalid_request", field=f"b.{name}", detail=detail)
        (a, scope), (b, _) = (report.asked_by(account) for report in (self.a, self.b))
        return a, b, scope
