"""What a sealed checkpoint says: so much, and exactly this, stood in a log by that moment. Pure.

C2SP's tlog-checkpoint, with two lines of ours: the chain's hash there, and when it was sealed.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.instant import parse_instant, write_instant
from shared.merkle.hashing import HASH_BYTES
from shared.signed_note import NoteInvalid, VerifierKey, from_base64, read_note, signed_note

_TEXT = re.compile(
    r"(?P<origin>paicha/[a-z]+/[0-9a-f-]{36})\n(?P<size>[1-9][0-9]{0,17})\n(?P<root>[A-Za-z0-9+/=]{44})\n"
    r"chain (?P<chain>[0-9a-f]{64})\nsealed (?P<sealed>[0-9T:.Z-]{20,27})\n",
    re.ASCII,
)


def origin_of(log: str, log_id: str) -> str:
    """The tree's name, and that of the keys that sign it: a log made anew has another."""
    return f"paicha/{log}/{log_id}"


@dataclass(frozen=True, slots=True)
class SealedCheckpoint:
    origin: str
    size: int
    """Events in the tree, which is the position of the last one."""
    root: bytes
    chain: str
    """SHA-256 of the last one's bytes."""
    sealed: datetime

    @property
    def text(self) -> str:
        root = b64encode(self.root).decode()
        sealed = write_instant(self.sealed)
        return f"{self.origin}\n{self.size}\n{root}\nchain {self.chain}\nsealed {sealed}\n"

    def signed(self, key: Ed25519PrivateKey) -> "Sealed":
        note = signed_note(self.text, self.origin, key)
        return Sealed(self, note, VerifierKey(self.origin, key.public_key().public_bytes_raw()))


@dataclass(frozen=True, slots=True)
class Sealed:
    """A checkpoint with its signed note, to the byte, and who signed it."""

    checkpoint: SealedCheckpoint
    note: str
    signer: VerifierKey

    def is_by(self, key: Ed25519PrivateKey) -> bool:
        return self.signer.public == key.public_key().public_bytes_raw()


def read_sealed(note: str, verifiers: Iterable[VerifierKey]) -> Sealed:
    """Raises `NoteInvalid`: nothing of a note is believed before its signature is checked."""
    text, signer = read_note(note, verifiers)
    found = _TEXT.fullmatch(text)
    if found is None or found["origin"] != signer.name:
        raise NoteInvalid("note_malformed", "signed, and yet no checkpoint of the log that its key is of")
    try:
        root, sealed = from_base64(found["root"]), parse_instant(found["sealed"])
    except ValueError:
        raise NoteInvalid("note_malformed", "root or moment can't be read") from None
    if len(root) != HASH_BYTES:
        raise NoteInvalid("note_malformed", "the root is no SHA-256")
    checkpoint = SealedCheckpoint(found["origin"], int(found["size"]), root, found["chain"], sealed)
    return Sealed(checkpoint, note, signer)
