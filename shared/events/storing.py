"""Files that are kept beside a log, each known by the hash of its bytes, and the events that name them."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.events.base import Event
from shared.events.lists import AtMost
from shared.events.signer import Signer
from shared.events.text import Id

Suffix = Literal["xlsx", "docx", "pdf", "jpg", "png"]
FILES = 10


class StoredFile(Event):
    """It was on disk before the event that names it."""

    type: ClassVar[str] = "documents.stored/file"
    suffix: Suffix
    hash: Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
    bytes: Annotated[int, Field(ge=1, le=2**40)]


class DocumentsStored(Event):
    """The documents of what was signed, as they were first written: without any telephone number."""

    type: ClassVar[str] = "documents.stored"
    campaign_id: Id
    number: Id
    files: Annotated[list[StoredFile], AtMost(FILES)]


class ScanAttached(Event):
    """The scan of the stamped sheet, matched by its code. What is on it is in the file alone."""

    type: ClassVar[str] = "scan.attached"
    campaign_id: Id
    number: Id
    file: StoredFile
    by: Signer


STORING_EVENTS: tuple[type[Event], ...] = (DocumentsStored, ScanAttached)
