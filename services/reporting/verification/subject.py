"""What is verified: a submission, or a consolidated sheet with the submissions that its rows are. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import TypeAlias

from services.reporting.filing.consolidation import Consolidation
from services.reporting.filing.state import Filing, Submission
from services.reporting.keys.purposes import CONSOLIDATION, SUBMISSION
from services.reporting.verification.counted_anew import Entries, differences
from services.reporting.verification.findings import Finding
from services.reporting.verification.sheet_anew import sheet_differences
from services.reporting.verification.signatures import content_of
from shared.events.reporting import FrozenLog
from shared.events.storing import StoredFile
from shared.json_types import JsonObject

Derive: TypeAlias = Callable[[Entries, Event], list[Finding]]
"""What comes out differently from the events. Raises `GivenUp` soon after the event is set."""


@dataclass(frozen=True, slots=True)
class Subject:
    number: str
    logs: Mapping[str, FrozenLog]
    purpose: str
    content: JsonObject
    """What was signed."""
    key_id: str
    signature: str
    signed_at: int
    files: tuple[StoredFile, ...]
    derive: Derive


def of_submission(submission: Submission, filing: Filing) -> Subject:
    signed = submission.signed
    return Subject(
        number=signed.number,
        logs=signed.logs,
        purpose=SUBMISSION,
        content=content_of(signed),
        key_id=signed.key_id,
        signature=signed.signature,
        signed_at=submission.signed_at,
        files=_files(filing, signed.number),
        derive=partial(differences, submission),
    )


def of_sheet(sheet: Consolidation, filing: Filing) -> Subject:
    signed = sheet.signed
    return Subject(
        number=signed.number,
        logs=signed.logs,
        purpose=CONSOLIDATION,
        content=content_of(signed),
        key_id=signed.key_id,
        signature=signed.signature,
        signed_at=sheet.signed_at,
        files=_files(filing, signed.number, sheet),
        derive=partial(sheet_differences, sheet, filing.submissions),
    )


def _files(filing: Filing, number: str, sheet: Consolidation | None = None) -> tuple[StoredFile, ...]:
    sent_up = () if sheet is None or sheet.sent_up is None else (sheet.sent_up.event.file,)
    scans = (scan.event.file for scan in filing.scans.get(number, ()))
    return (*filing.files.get(number, ()), *sent_up, *scans)
