"""The manifest: which segments an archive of one log is made of. Pure."""

from typing import Literal

import msgspec

from shared.archive.segment import Entry
from shared.archive.signed import MANIFEST, Signed, signed
from shared.canonical import GENESIS
from shared.json_types import JsonObject
from shared.signing import SigningKey

NAME = "manifest.json"


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    log: str
    log_id: str
    written: str
    segments: tuple[Entry, ...]
    """In order, without a gap from position 1 on; only the last may be less than full."""
    checkpoint: str | None = None
    """The sealed checkpoint of exactly these events, a signed note; none before all of them are here."""
    version: Literal[1] = 1
    """Another field is another version, with a class of its own: these very fields were signed."""

    @property
    def position(self) -> int:
        """The last that is in the archive."""
        return self.segments[-1].segment.last if self.segments else 0

    @property
    def hash(self) -> str:
        """Of the event there."""
        return self.segments[-1].segment.last_hash if self.segments else GENESIS

    @property
    def size(self) -> int:
        """Of the files together."""
        return sum(entry.size for entry in self.segments)

    def to_bytes(self, key: SigningKey) -> bytes:
        content: JsonObject = msgspec.to_builtins(self)
        return signed(key, MANIFEST, content) + b"\n"


class NoManifest(Exception):
    """What should be a manifest is none."""


def read_manifest(raw: bytes) -> Signed[Manifest]:
    try:
        return msgspec.json.decode(raw, type=Signed[Manifest])
    except (msgspec.DecodeError, ValueError) as error:
        raise NoManifest(str(error)) from None
