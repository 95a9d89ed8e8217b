"""Reading which two reports are compared out of a body. A report is named as in addresses."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.reporting.reading.asking import (
    OCCURRED_UNTIL,
    POLICY,
    POSITIONS,
    POSITIONS_FORM,
    RECORDED_UNTIL,
    SUBMISSION,
)
from shared.events.text import LARGEST_INTEGER
from shared.http.parameters import Name

MOST_PARTS = 50_000

_AsText = Annotated[Name, Field(json_schema_extra={"pattern": POSITIONS_FORM})]
_Position = Annotated[int, Field(ge=0, le=LARGEST_INTEGER)]
_ByLog = Annotated[dict[Literal["registry", "hazards"], _Position], Field(min_length=1)]


class ReportName(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    campaign: Name | None = Field(
        default=None, description="Default: that of the other report, or the only one of the town."
    )
    annex: Literal["annex-3", "annex-4"] | None = Field(
        default=None, description="Default: both, or that of a submission on either side."
    )
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
    submission: Name | None = Field(default=None, description=SUBMISSION)

    def parameters(self) -> dict[str, str | None]:
        """As an address has them."""
        positions = self.positions
        if isinstance(positions, dict):
            positions = ",".join(f"{log}:{position}" for log, position in positions.items())
        return {
            "occurred_until": self.occurred_until,
            "recorded_until": self.recorded_until,
            "positions": positions,
            "policy": self.policy,
        }


class DifferenceAsked(BaseModel):
    """Two reports of one campaign."""

    model_config = ConfigDict(extra="forbid", strict=True)

    a: ReportName
    b: ReportName
    after: int = Field(default=0, ge=0, le=10**9, description="`next` of the page before.")
    limit: int = Field(
        default=MOST_PARTS, ge=1, le=MOST_PARTS, description="How many parts. For pages, name `positions`."
    )
