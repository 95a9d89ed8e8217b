"""The proof of one fact as a file: C2SP's tlog-proof, which holds all but the event's bytes. Pure."""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from shared.merkle.hashing import HASH_BYTES
from shared.signed_note import NoteInvalid, from_base64

_FIRST = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,17})", re.ASCII)
_MOST_HASHES = 63


@dataclass(frozen=True, slots=True)
class Proof:
    index: int
    """Counted from 0: one less than the position."""
    path: Sequence[bytes]
    note: str

    @property
    def text(self) -> str:
        hashes = [b64encode(each).decode() for each in self.path]
        return "\n".join([_FIRST, f"index {self.index}", *hashes, "", self.note])


def read_proof(text: str) -> Proof:
    """Raises `NoteInvalid` with `proof_malformed`. What is read is not checked yet."""
    head, found, note = text.partition("\n\n")
    first, *lines = head.split("\n")
    if lines and lines[0].startswith("extra "):
        lines = lines[1:]
    index = _INDEX.fullmatch(lines[0]) if lines else None
    if first != _FIRST or index is None or not found or len(lines) - 1 > _MOST_HASHES:
        raise NoteInvalid("proof_malformed", f"no file of the form {_FIRST}")
    return Proof(int(index[1]), [_hash(line) for line in lines[1:]], note)


def _hash(line: str) -> bytes:
    try:
        raw = from_base64(line)
    except ValueError:
        raw = b""
    if len(raw) != HASH_BYTES:
        raise NoteInvalid("proof_malformed", "a line of the proof is no SHA-256 in base64")
    return raw
