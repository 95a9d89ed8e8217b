"""The registry's events: organisations, officials, campaigns and regulated units."""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, ValidationError, ValidationInfo, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from shared.events.base import Event
from shared.events.judged import SENT
from shared.events.lists import AtMost
from shared.events.text import (
    BLANK_IS_ABSENT,
    Day,
    Id,
    Instant,
    OptionalCode,
    OptionalId,
    OptionalText,
    Text,
)

UnitKind = Literal["micro_enterprise", "small_venue", "other"]
Grade = Literal["red", "orange", "yellow", "blue"]
# What a campaign file may list: of each several times what a whole district has.
ORGANISATIONS, PEOPLE_OF_GROUP, CHECKLIST_ITEMS = 1_000, 200, 1_000
PHASES, DEADLINES, FORMS, SUPERVISION_LEVELS = 50, 400, 20, 50

OptionalDays = Annotated[int | None, Field(ge=1, le=366)]

OrganisationKind = Literal["village", "department", "district_department", "working_group", "safety_office"]


class OrganisationRegistered(Event):
    """An organisation as the campaign file names it; a later one of the same id renames it from then on."""

    type: ClassVar[str] = "organisation.registered"
    organisation_id: Id
    name: Text
    kind: OrganisationKind


class OfficialRegistered(Event):
    """A person in office. Only the id and the public name and title; contacts live in notifications."""

    type: ClassVar[str] = "official.registered"
    official_id: Id
    name: Text
    title: Text
    organisation: OptionalId = None


class TermStarted(Event):
    """The official holds the office from the moment this occurred; `leader` is the notice's leader flag."""

    type: ClassVar[str] = "official.term_started"
    official_id: Id
    office: Text
    leader: bool


class TermEnded(Event):
    """The official no longer holds the office from the moment this occurred."""

    type: ClassVar[str] = "official.term_ended"
    official_id: Id
    office: Text


class WorkingGroupFormed(Event):
    """A working group of 附件5: heads, member, supervised departments and villages."""

    type: ClassVar[str] = "working_group.formed"
    group_id: Id
    heads: Annotated[list[Id], AtMost(PEOPLE_OF_GROUP)]
    members: Annotated[list[Id], AtMost(PEOPLE_OF_GROUP)]
    departments: Annotated[list[Id], AtMost(ORGANISATIONS)]
    villages: Annotated[list[Id], AtMost(ORGANISATIONS)]


class CampaignOpened(Event):
    """A campaign as data; a later one of the same id replaces it as a whole."""

    type: ClassVar[str] = "campaign.opened"
    campaign_id: Id
    title: Text
    starts: Instant
    ends: Instant
    phases: Annotated[list["Phase"], AtMost(PHASES)]
    deadlines: Annotated[list[Instant], AtMost(DEADLINES)]
    final_due: Instant | None = None
    """When 终报 is due, which covers what happened after the last deadline."""
    departments: Annotated[list[Id], AtMost(ORGANISATIONS)]
    villages: Annotated[list[Id], AtMost(ORGANISATIONS)]
    policy: Id
    checklists: Annotated[list["ChecklistItem"], AtMost(CHECKLIST_ITEMS)] = []
    form_titles: Annotated[dict[str, str], AtMost(FORMS)]
    foot_notes: Annotated[dict[str, str], AtMost(FORMS)]
    supervision_levels: Annotated[list[Id], AtMost(SUPERVISION_LEVELS)]
    review: Literal["head"] | None = None
    """单位负责人审核: the head of a filer agrees to its report before it is received."""
    countersign: bool = False
    """审签: a leader signs a consolidated sheet before it goes up."""
    reminders: "ReminderDays | None" = None
    """催办天数: after how many days people are reminded."""


class Phase(Event):
    """A phase of a campaign, first and last day inclusive."""

    type: ClassVar[str] = "campaign.opened/phase"
    name: Text
    first_day: Day
    last_day: Day


class ChecklistItem(Event):
    """One item of 附件1, 2-1 or 2-2: code, heading, task and how to check it."""

    type: ClassVar[str] = "campaign.opened/checklist_item"
    code: Id
    theme: Text
    task: Text
    how: OptionalText = None


class ReminderDays(Event):
    """Days of a campaign's reminders; what is absent is the reminders' own policy."""

    type: ClassVar[str] = "campaign.opened/reminder_days"
    claim_days: OptionalDays = None
    """A claim that nobody answers."""
    referral_days: OptionalDays = None
    """A referral that its receiver does not answer."""
    look_back_days: OptionalDays = None
    """After closing."""
    supervision_days: OptionalDays = None
    """A hazard under listed supervision of which nothing new is said."""
    hazard_near_days: OptionalDays = None
    """Before the date of a hazard's plan."""


class UnitRegistered(Event):
    """A regulated unit (监管单位) enters the registry."""

    type: ClassVar[str] = "unit.registered"
    unit_id: Id
    name: Text
    kind: UnitKind
    village: Id
    department: OptionalId = None
    grade: Annotated[Grade | None, BLANK_IS_ABSENT] = None
    uscc: OptionalCode = None
    address: OptionalText = None


class UnitDescribed(Event):
    """The unit's descriptive data changed; absent fields stay."""

    type: ClassVar[str] = "unit.described"
    unit_id: Id
    name: OptionalText = None
    kind: Annotated[UnitKind | None, BLANK_IS_ABSENT] = None
    uscc: OptionalCode = None
    address: OptionalText = None


class UnitGraded(Event):
    """分级监管: the unit's grade from this moment."""

    type: ClassVar[str] = "unit.graded"
    unit_id: Id
    grade: Grade


class UnitReassigned(Event):
    """Village or department from this moment; absent is unchanged.

    On the wire `department: null` means none; events hold no null, so it is kept as `without_department`.
    A blank is refused here: it could mean either.
    """

    type: ClassVar[str] = "unit.reassigned"
    unit_id: Id
    village: Id | None = None
    department: Id | None = None
    without_department: bool = Field(
        default=False, description="Only in events, where a fact says `department: null`."
    )

    @model_validator(mode="before")
    @classmethod
    def _null_department_is_none(cls, data: Any, info: ValidationInfo) -> Any:
        if not isinstance(data, dict):
            return data
        if info.context == SENT and "without_department" in data:
            unknown = InitErrorDetails(type="extra_forbidden", loc=("without_department",), input=data)
            raise ValidationError.from_exception_data(cls.__name__, [unknown])
        if "department" in data and data["department"] is None:
            rest = {key: value for key, value in data.items() if key != "department"}
            return {**rest, "without_department": True}
        return data

    @model_validator(mode="after")
    def _one_department_or_none(self) -> Self:
        if self.without_department and self.department is not None:
            raise PydanticCustomError("contradiction", "a department and none at once")
        return self


class UnitClosedDown(Event):
    """The unit is not active from this moment."""

    type: ClassVar[str] = "unit.closed_down"
    unit_id: Id
    reason: OptionalText = None


class UnitReopened(Event):
    """The unit is active again from this moment."""

    type: ClassVar[str] = "unit.reopened"
    unit_id: Id
    reason: OptionalText = None


class UnitMerged(Event):
    """A correction: this unit is, for counting and for every date, the unit `into`."""

    type: ClassVar[str] = "unit.merged"
    unit_id: Id
    into: Id


class UnitVoided(Event):
    """A correction: this unit never was; it counts nowhere."""

    type: ClassVar[str] = "unit.voided"
    unit_id: Id
    reason: Text
