"""What may be asked of consolidated sheets, as bodies."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.events.reporting import Annex
from shared.events.text import LARGEST_INTEGER, Remark
from shared.http.parameters import Name

_Position = Annotated[int, Field(ge=0, le=LARGEST_INTEGER)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class SheetSeen(_Body):
    """The sheet as it stood on the screen."""

    positions: Annotated[dict[Literal["registry", "hazards"], _Position], Field(min_length=2)]
    digest: Name

    def named(self) -> dict[str, int]:
        return {str(log): position for log, position in self.positions.items()}


class ConsolidateAsked(_Body):
    """汇总: sign the sheet of all departments, or of all villages."""

    period: Name
    annex: Annex
    sheet: SheetSeen
    remark: Remark | None = None


class CountersignAsked(_Body):
    """审签."""


class SendUpAsked(_Body):
    """上报: to whom, how, and as which document. The document is kept."""

    to: Remark
    how: Remark
    document: Literal["xlsx", "docx", "pdf"] = "pdf"
