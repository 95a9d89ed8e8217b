"""Reporting's own events: what was signed, and what became of it. Nobody sends them: reporting writes them.

All of one campaign's are one stream. Moments are as `shared.instant.write_instant` writes them.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.events.base import Event
from shared.events.lists import AtMost
from shared.events.signer import Signer
from shared.events.text import Id, Instant, OptionalId, OptionalText, Remark, Text

Annex = Annotated[str, StringConstraints(pattern=r"^annex-[34]$")]
Digest = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Base64Url = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,200}$")]
Count = Annotated[int, Field(ge=0, le=2**53 - 1)]

LateReason = Literal["not_entered", "network_or_device", "on_leave", "holiday", "other"]
"""数据未录入、网络设备故障、人员请假、节假日、其他。"""
Review = Literal["head"]
"""单位负责人审核。"""
COLUMNS, REMARKS, WARNINGS, CAUSES, LOGS = 50, 20, 200, 200, 10


class FrozenLog(Event):
    """A log as far as the report goes: its identity, the position, and the chain's hash there."""

    type: ClassVar[str] = "submission.signed/log"
    log_id: Id
    position: Count
    hash: Hash


class ShownWarning(Event):
    """What stood on the screen."""

    type: ClassVar[str] = "submission.signed/warning"
    code: Id
    level: Literal["error", "warning"]
    message: Text
    """In both languages."""
    zh: Text


class RemarkOnCell(Event):
    """填报说明: of a cell, or of the whole report. It changes no figure."""

    type: ClassVar[str] = "submission.signed/remark"
    column: OptionalId = None
    text: Remark


class EventAt(Event):
    type: ClassVar[str] = "submission.signed/event"
    log: Id
    position: Count


class Fall(Event):
    """A cumulative cell below the last one signed: why, in the filer's words, and the events behind it."""

    type: ClassVar[str] = "submission.signed/fall"
    column: Id
    by: Count
    reason: Remark
    events: Annotated[list[EventAt], AtMost(CAUSES)] = []
    more: Count = 0
    """How many events there are beyond those."""


class OnBehalf(Event):
    """镇安委办代报: why, and who of the filer asked for it."""

    type: ClassVar[str] = "submission.signed/on_behalf"
    reason: Remark
    asked_by: Remark


class Narrative(Event):
    """情况说明: the paragraph as it was drafted, and what people wrote below it."""

    type: ClassVar[str] = "submission.signed/narrative"
    paragraph: Text
    problems: OptionalText = None
    """存在问题"""
    next_steps: OptionalText = None
    """下一步工作"""


class SubmissionContent(Event):
    """What is signed: the row frozen, with all that it follows from."""

    type: ClassVar[str] = "submission.signed"
    campaign_id: Id
    number: Id
    annex: Annex
    period: Id
    period_name: Text
    """第3期（截至12月30日）"""
    filer: Id
    filer_name: Text
    deadline: Instant
    occurred_until: Instant
    logs: Annotated[dict[str, FrozenLog], AtMost(LOGS)]
    policy: Id
    policy_hash: Hash
    digest: Digest
    lineage_digest: Digest
    figures: Annotated[dict[str, Count], AtMost(COLUMNS)]
    """By column, fines in fen; in the columns of the annex all of them, zeros too."""
    warnings: Annotated[list[ShownWarning], AtMost(WARNINGS)] = []
    waiting: Count | None = None
    """How many facts of the filer waited when it was prepared; absent where that was not known."""
    remarks: Annotated[list[RemarkOnCell], AtMost(REMARKS)] = []
    falls: Annotated[list[Fall], AtMost(COLUMNS)] = []
    unchanged: bool = False
    """本期无变化 was ticked."""
    late_reason: LateReason | None = None
    late_note: Remark | None = None
    on_behalf: OnBehalf | None = None
    corrects: OptionalId = None
    """更正报: the number that it takes the place of."""
    correction_reason: Remark | None = None
    narrative: Narrative | None = None
    review: Review | None = None
    """Who has to agree within the filer before it is received; by the campaign's option at that time."""
    signer: Signer
    signed_at: Instant


class SubmissionSigned(SubmissionContent):
    """确认报送, under the service's signature."""

    key_id: Id
    signature: Base64Url
    """Ed25519 over the content."""
    paper_signature: Base64Url
    """Likewise over what its QR code says: figures, positions, digest."""


class SubmissionReviewed(Event):
    """单位负责人审核: the head of the filer agrees to what a colleague signed."""

    type: ClassVar[str] = "submission.reviewed"
    campaign_id: Id
    number: Id
    by: Signer


class SubmissionWithdrawn(Event):
    """撤回 by the filer, before it was accepted."""

    type: ClassVar[str] = "submission.withdrawn"
    campaign_id: Id
    number: Id
    by: Signer
    keeps_time_until: Instant
    """Signed again before this, it is as much on time as it was."""


class SubmissionReturned(Event):
    """退回 by the safety office, or by the head of the filer before it is received."""

    type: ClassVar[str] = "submission.returned"
    campaign_id: Id
    number: Id
    reason: Remark
    column: OptionalId = None
    by: Signer
    keeps_time_until: Instant


class SubmissionAccepted(Event):
    """审核通过 by the safety office."""

    type: ClassVar[str] = "submission.accepted"
    campaign_id: Id
    number: Id
    by: Signer


class ExtensionGranted(Event):
    """延期至: reminders pause until then. It still counts as late."""

    type: ClassVar[str] = "extension.granted"
    campaign_id: Id
    annex: Annex
    period: Id
    filer: Id
    until: Instant
    reason: Remark
    by: Signer


class KeyIntroduced(Event):
    """A key of the deployment that signs from then on; its private half is never in an event."""

    type: ClassVar[str] = "key.introduced"
    key_id: Id
    algorithm: Literal["Ed25519"]
    public_key: Base64Url
    purposes: Annotated[list[Id], AtMost(10)]


class KeyRetired(Event):
    """Nothing is signed with it from then on; what it signed stays valid."""

    type: ClassVar[str] = "key.retired"
    key_id: Id


class KeyRevoked(Event):
    """What it signed from that moment on is not trusted."""

    type: ClassVar[str] = "key.revoked"
    key_id: Id
    revoked_from: Instant
    reason: Remark


REPORTING_EVENTS: tuple[type[Event], ...] = (
    SubmissionSigned,
    SubmissionReviewed,
    SubmissionWithdrawn,
    SubmissionReturned,
    SubmissionAccepted,
    ExtensionGranted,
    KeyIntroduced,
    KeyRetired,
    KeyRevoked,
)
