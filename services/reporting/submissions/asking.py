"""What may be asked of submissions, as bodies."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.events.lists import AtMost
from shared.events.reporting import COLUMNS, REMARKS, LateReason, OnBehalf, RemarkOnCell
from shared.events.text import LARGEST_INTEGER, Remark, Section, Text
from shared.http.parameters import Name

MOST_ACCEPTED = 200
_Position = Annotated[int, Field(ge=0, le=LARGEST_INTEGER)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class ReportSeen(_Body):
    """The report's name as it was prepared: the policy is the campaign's own."""

    occurred_until: Name = Field(json_schema_extra={"format": "date-time"})
    positions: Annotated[dict[Literal["registry", "hazards"], _Position], Field(min_length=2)]
    digest: Name = Field(description="As it stood on the screen.")
    waiting: Annotated[int, Field(ge=0, le=LARGEST_INTEGER)] | None = Field(
        default=None, description="Likewise; null where it was not known."
    )

    def named(self) -> dict[str, int]:
        """The positions by log."""
        return {str(log): position for log, position in self.positions.items()}


class NarrativeAsked(_Body):
    """What people write below the paragraph."""

    problems: Section | None = Field(default=None, description="存在问题")
    next_steps: Section | None = Field(default=None, description="下一步工作")


class NarrativeSigned(NarrativeAsked):
    """With the paragraph as it was shown."""

    paragraph: Text


class SignAsked(_Body):
    """确认报送, and what the filer says to it."""

    period: Name = Field(description="`1`, `2` … or `final`.")
    filer: Name
    report: ReportSeen
    remarks: Annotated[list[RemarkOnCell], AtMost(REMARKS)] = Field(default=[], description="填报说明")
    fall_reasons: Annotated[dict[Name, Remark], AtMost(COLUMNS)] = Field(
        default={}, description="By column: why a cumulative figure is below the last one signed."
    )
    unchanged: bool = Field(default=False, description="本期无变化, where the figures equal the last ones.")
    late_reason: LateReason | None = None
    late_note: Remark | None = Field(default=None, description="Needed where the reason is `other`.")
    on_behalf: OnBehalf | None = Field(default=None, description="镇安委办代报, by the safety office alone.")
    corrects: Name | None = Field(default=None, description="更正报: the number that it takes the place of.")
    correction_reason: Remark | None = None
    narrative: NarrativeSigned | None = Field(default=None, description="情况说明, where one goes with it.")


class WithdrawAsked(_Body):
    """撤回."""


class ReviewAsked(_Body):
    """单位负责人审核."""


class ReturnAsked(_Body):
    """退回, about one cell or the whole."""

    reason: Remark
    column: Name | None = None


class AcceptAsked(_Body):
    """审核通过: many at once, those with warnings one by one."""

    numbers: list[Name] = Field(min_length=1, max_length=MOST_ACCEPTED)


class ExtendAsked(_Body):
    """延期至: it still counts as late."""

    period: Name
    filer: Name
    until: Name = Field(json_schema_extra={"format": "date-time"})
    reason: Remark
