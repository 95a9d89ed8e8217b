"""Reporting's own events of consolidated sheets: one table of all departments, or of all villages.

They stand in the stream of the campaign, beside the submissions that they are made of.
"""

from typing import Annotated, ClassVar

from pydantic import Field

from shared.events.base import Event
from shared.events.lists import AtMost
from shared.events.registry import ORGANISATIONS
from shared.events.reporting import COLUMNS, LOGS, Annex, Base64Url, Count, Digest, FrozenLog, Hash
from shared.events.signer import Signer
from shared.events.storing import StoredFile
from shared.events.text import Id, Instant, OptionalId, Remark, Text

PARTS = 30
Row = Annotated[dict[str, Count], AtMost(COLUMNS)]
"""By column, fines in fen."""


class ConsolidatedRow(Event):
    """A filer's latest accepted row with its number; without one it was not reported, which is not zero."""

    type: ClassVar[str] = "consolidation.signed/row"
    filer: Id
    filer_name: Text
    number: OptionalId = None
    digest: Digest | None = None
    """Of the submission."""
    figures: Row | None = None


class PaperPart(Event):
    """How many rows one QR code of its paper says, and the signature over that."""

    type: ClassVar[str] = "consolidation.signed/paper_part"
    rows: Annotated[int, Field(ge=1, le=ORGANISATIONS)]
    signature: Base64Url


class ConsolidationContent(Event):
    """What is signed: rows as they were signed, never live figures, and the totals that follow from them."""

    type: ClassVar[str] = "consolidation.signed"
    campaign_id: Id
    number: Id
    annex: Annex
    period: Id
    period_name: Text
    edition: Annotated[int, Field(ge=1, le=10_000)]
    """1 for the first, and one more for each that takes the place of the one before."""
    replaces: OptionalId = None
    deadline: Instant
    occurred_until: Instant
    rows: Annotated[list[ConsolidatedRow], AtMost(ORGANISATIONS)]
    sum: Row
    """合计: the rows added up."""
    distinct: Row
    """去重合计: each unit, hazard or case once, over what the signed rows counted."""
    uncredited: Row = {}
    """未计入填报单位, at the cut-off, as recorded when it was signed; columns with anything in them."""
    logs: Annotated[dict[str, FrozenLog], AtMost(LOGS)]
    """How far they had been recorded when it was signed."""
    policy: Id
    policy_hash: Hash
    digest: Digest
    remark: Remark | None = None
    countersign: bool = False
    """审签 by a leader is needed before it goes up."""
    signer: Signer
    signed_at: Instant


class ConsolidationSigned(ConsolidationContent):
    """汇总 by a person of the safety office, under the service's signature."""

    key_id: Id
    signature: Base64Url
    """Ed25519 over the content."""
    paper: Annotated[list[PaperPart], AtMost(PARTS)]


class ConsolidationCountersigned(Event):
    """审签 by a leader."""

    type: ClassVar[str] = "consolidation.countersigned"
    campaign_id: Id
    number: Id
    by: Signer


class ConsolidationSentUp(Event):
    """上报: to whom, how and when, and which file it was."""

    type: ClassVar[str] = "consolidation.sent_up"
    campaign_id: Id
    number: Id
    to: Remark
    how: Remark
    sent_at: Instant
    file: StoredFile
    by: Signer


CONSOLIDATING_EVENTS: tuple[type[Event], ...] = (
    ConsolidationSigned,
    ConsolidationCountersigned,
    ConsolidationSentUp,
)
