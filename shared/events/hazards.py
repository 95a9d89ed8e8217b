"""The hazards service's events: inspections, hazards, penalties, cases, self-checks."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from shared.events.base import Event
from shared.events.lists import AtMost
from shared.events.text import (
    Day,
    Id,
    OptionalId,
    OptionalIdOrInteger,
    OptionalText,
    Text,
    TextOrInteger,
)

Severity = Literal["general", "major"]
RegradeReason = Literal["raised", "mitigated", "misjudged"]
PenaltyKind = Literal["fine", "stop_work", "suspend_business", "other"]
SELF_REPORT = "unit"
"""The value of `by` when the unit itself reported the hazard or claims its rectification."""


class Finding(Event):
    """The result of one checklist item within an inspection."""

    type: ClassVar[str] = "inspection.completed/finding"
    item: Id
    passed: bool
    remark: OptionalText = None


class InspectionCompleted(Event):
    """督导检查: one visit to one unit by `by`, with others taking part."""

    type: ClassVar[str] = "inspection.completed"
    inspection_id: Id
    unit_id: Id
    by: Id
    with_: Annotated[list[Id], AtMost(30, null_is_empty=True)] = Field(default=[], alias="with")
    participants: Annotated[list[Id], AtMost(100, null_is_empty=True)]
    checklist: OptionalId = None
    findings: Annotated[list[Finding], AtMost(200, null_is_empty=True)] = []


class InspectionVoided(Event):
    """A correction: the inspection never was."""

    type: ClassVar[str] = "inspection.voided"
    inspection_id: Id
    reason: Text


class HazardFound(Event):
    """排查: a hazard was found at a unit, by a filer, a working group or (`unit`) the unit itself."""

    type: ClassVar[str] = "hazard.found"
    hazard_id: Id
    unit_id: Id
    by: Id
    severity: Severity
    description: Text
    inspection_id: OptionalId = None
    item: OptionalId = None
    location: OptionalText = None


class HazardPlanned(Event):
    """五落实: measures, funds, deadline, responsible person, contingency plan."""

    type: ClassVar[str] = "hazard.planned"
    hazard_id: Id
    responsible: Text
    measures: Text
    funds: TextOrInteger
    deadline: Day
    contingency: Text


class HazardControlsImposed(Event):
    """Interim controls while it can't be fixed at once."""

    type: ClassVar[str] = "hazard.controls_imposed"
    hazard_id: Id
    controls: Text


class HazardRectificationClaimed(Event):
    """The unit or an organisation says it is fixed; a claim is not a closure."""

    type: ClassVar[str] = "hazard.rectification_claimed"
    hazard_id: Id
    by: Id
    remark: OptionalText = None


class HazardClosed(Event):
    """销号: verified and closed by a village or a department."""

    type: ClassVar[str] = "hazard.closed"
    hazard_id: Id
    by: Id
    remark: OptionalText = None


class HazardRectificationRejected(Event):
    """The claim was checked and found wanting."""

    type: ClassVar[str] = "hazard.rectification_rejected"
    hazard_id: Id
    by: Id
    reason: Text


class HazardLookBackPassed(Event):
    """回头看: still fixed."""

    type: ClassVar[str] = "hazard.look_back_passed"
    hazard_id: Id
    by: Id
    remark: OptionalText = None


class HazardLookBackFailed(Event):
    """回头看: not fixed after all; the same hazard is open again from this moment."""

    type: ClassVar[str] = "hazard.look_back_failed"
    hazard_id: Id
    by: Id
    remark: OptionalText = None


class HazardRegraded(Event):
    """Raised (to major) or mitigated (to general) from then on, or misjudged: a correction for every date."""

    type: ClassVar[str] = "hazard.regraded"
    hazard_id: Id
    severity: Severity
    reason: RegradeReason


class HazardReferred(Event):
    """移送: a village sends it to a town department, a department to a town or district department."""

    type: ClassVar[str] = "hazard.referred"
    hazard_id: Id
    by: Id
    to: Id


class HazardReferralAnswered(Event):
    """The receiver accepted or refused the referral."""

    type: ClassVar[str] = "hazard.referral_answered"
    hazard_id: Id
    to: Id
    answer: Literal["accepted", "refused"]
    remark: OptionalText = None


class HazardReferralWithdrawn(Event):
    """A correction: undoes the sendings of this hazard to `to` recorded before it."""

    type: ClassVar[str] = "hazard.referral_withdrawn"
    hazard_id: Id
    to: Id
    reason: Text


class HazardSupervisionOrdered(Event):
    """纳入挂牌督办 by a department; levels are data of the campaign."""

    type: ClassVar[str] = "hazard.supervision_ordered"
    hazard_id: Id
    by: Id
    level: OptionalIdOrInteger = None
    leader: OptionalId = None


class HazardSupervisionLifted(Event):
    """摘牌; it does not subtract from 挂牌."""

    type: ClassVar[str] = "hazard.supervision_lifted"
    hazard_id: Id
    by: Id
    level: OptionalIdOrInteger = None
    leader: OptionalId = None


class HazardVoided(Event):
    """A correction (误报): the hazard never was."""

    type: ClassVar[str] = "hazard.voided"
    hazard_id: Id
    reason: Text


class HazardMerged(Event):
    """A correction: this hazard is, for counting, the hazard `into`."""

    type: ClassVar[str] = "hazard.merged"
    hazard_id: Id
    into: Id


class PenaltyPart(Event):
    """One kind of a penalty, with what belongs to that kind alone."""

    type: ClassVar[str] = "penalty.imposed/part"
    kind: PenaltyKind
    fine_fen: Annotated[int | None, Field(ge=0, le=10**15)] = None
    """Of each fine, and of nothing else."""
    named: OptionalText = None
    """What the decision calls it: what `other` is, for instance 警告."""

    @model_validator(mode="after")
    def _a_fine_has_a_sum(self) -> Self:
        if (self.kind == "fine") != (self.fine_fen is not None):
            raise PydanticCustomError("sum_of_fine", "each fine has fine_fen, and nothing else has")
        return self


class PenaltyImposed(Event):
    """执法处罚: one decision, of one or several kinds; two fines where two are fined."""

    type: ClassVar[str] = "penalty.imposed"
    version: ClassVar[int] = 2
    penalty_id: Id
    unit_id: Id
    by: Id
    parts: Annotated[list[PenaltyPart], AtMost(10)] = Field(min_length=1)
    decision_no: Id
    hazard_id: OptionalId = None


class PenaltyRevoked(Event):
    """Cancelled later on review: a change. Whether it subtracts is a matter of the counting policy."""

    type: ClassVar[str] = "penalty.revoked"
    penalty_id: Id
    reason: Text


class PenaltyVoided(Event):
    """A correction: never decided."""

    type: ClassVar[str] = "penalty.voided"
    penalty_id: Id
    reason: Text


class CaseReferred(Event):
    """向区级部门移送案件: a department sends a case to a district department."""

    type: ClassVar[str] = "case.referred"
    case_id: Id
    by: Id
    to: Id
    unit_id: OptionalId = None


class CaseWithdrawn(Event):
    """A correction: undoes the sendings of this case recorded before it."""

    type: ClassVar[str] = "case.withdrawn"
    case_id: Id
    reason: Text


class SelfCheckRecorded(Event):
    """附件1: how far a filer is with one self-check item."""

    type: ClassVar[str] = "self_check.recorded"
    filer: Id
    item: Id
    status: Literal["done", "partly", "not_done"]
    remark: OptionalText = None
