"""A segment: a run of a log's events that never changes again, and what is said of it. Pure."""

import re
from typing import Annotated

import msgspec

from shared.json_types import JsonObject

FULL_EVENTS = 65_536
FULL_BYTES = 256 * 1024 * 1024
"""A segment that has as many events, or as many bytes of them, is full: the next event begins another."""

_HASH = r"^[0-9a-f]{64}$"
_FILE = r"^[0-9]{12}-[0-9]{12}-[0-9a-f]{16}\.parquet$"
Hash = Annotated[str, msgspec.Meta(pattern=_HASH)]
Count = Annotated[int, msgspec.Meta(ge=1)]


class Segment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Signed inside its own file, so that one segment alone is evidence. `last_hash` fixes every byte."""

    log: str
    log_id: str
    first: Count
    last: Count
    previous_hash: Hash
    """Of the event before `first`."""
    last_hash: Hash
    """Of the event at `last`."""
    bytes: Count
    """Of all its events together."""
    first_recorded: str
    last_recorded: str

    @property
    def events(self) -> int:
        return self.last - self.first + 1

    @property
    def full(self) -> bool:
        """Otherwise it gives way to a longer one that begins where it does."""
        return self.events >= FULL_EVENTS or self.bytes >= FULL_BYTES

    def content(self) -> JsonObject:
        """What is signed."""
        content: JsonObject = msgspec.to_builtins(self)
        return content


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A segment in the manifest: with the file it stands in."""

    segment: Segment
    file: Annotated[str, msgspec.Meta(pattern=_FILE)]
    size: Count
    digest: Hash


def file_name(segment: Segment, digest: str) -> str:
    """Sorts as the log does. Another content has another name, so that no file is ever written over."""
    return f"{segment.first:012}-{segment.last:012}-{digest[:16]}.parquet"


def is_segment(file: str) -> bool:
    """By its name."""
    return re.fullmatch(_FILE, file) is not None
