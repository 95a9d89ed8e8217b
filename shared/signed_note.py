"""C2SP signed notes: a text that names who signed it, readable by people and checked by anybody. Pure.

Ed25519 alone. A note is `text`, an empty line, and lines `— name base64(4 bytes of key hash + signature)`.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_HASH_BYTES, _KEY_BYTES = 4, 32
_DASH = "— "
_LONGEST, _MOST_SIGNATURES = 16_384, 32


class NoteInvalid(ValueError):
    """`code`: note_malformed, key_malformed, unknown_key, or signature_wrong."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under the name that its signatures bear."""

    name: str
    public: bytes

    @property
    def hash(self) -> bytes:
        """Tells keys of one name apart; no proof of anything."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:_HASH_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.hash.hex()}+{b64encode(_ED25519 + self.public).decode()}"

    @classmethod
    def read(cls, text: str) -> "VerifierKey":
        """Raises `NoteInvalid`."""
        try:
            name, hash_, key = text.strip().split("+", 2)
            raw = from_base64(key)
        except ValueError:
            raise NoteInvalid("key_malformed", "a key is written as name+hash+base64") from None
        if not is_name(name) or raw[:1] != _ED25519 or len(raw) != 1 + _KEY_BYTES:
            raise NoteInvalid("key_malformed", "not a named Ed25519 key")
        verifier = cls(name, raw[1:])
        if verifier.hash.hex() != hash_:
            raise NoteInvalid("key_malformed", "the key's hash is not that of its name and bytes")
        return verifier


def is_name(text: str) -> bool:
    return text != "" and "+" not in text and len(text.split()) == 1 and text.isprintable()


def from_base64(text: str) -> bytes:
    """ValueError where it is none, or another text would say the same bytes."""
    raw = b64decode(text, validate=True)
    if b64encode(raw).decode() != text:
        raise ValueError("written otherwise than base64 writes it")
    return raw


def signed_note(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """`text` ends with a newline and holds no control characters but newlines."""
    if not text.endswith("\n") or not _is_plain(text) or not is_name(name):
        raise ValueError("this can't be signed as a note")
    verifier = VerifierKey(name, key.public_key().public_bytes_raw())
    return f"{text}\n{_DASH}{name} {b64encode(verifier.hash + key.sign(text.encode())).decode()}\n"


def read_note(note: str, verifiers: Iterable[VerifierKey]) -> tuple[str, VerifierKey]:
    """The text, and which of the keys signed it. Signatures of others are passed over, a wrong one of ours
    is not. Raises `NoteInvalid`."""
    text, signatures = _parts(note)
    known = {(each.name, each.hash): each for each in verifiers}
    signers = []
    for name, raw in signatures:
        verifier = known.get((name, raw[:_HASH_BYTES]))
        if verifier is not None:
            _verify(verifier, raw[_HASH_BYTES:], text)
            signers.append(verifier)
    if not signers:
        raise NoteInvalid("unknown_key", "no signature by a known key")
    return text, signers[0]


def _verify(verifier: VerifierKey, signature: bytes, text: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(verifier.public).verify(signature, text.encode())
    except (InvalidSignature, ValueError):
        raise NoteInvalid("signature_wrong", f"the signature of {verifier.name} is wrong") from None


def _parts(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text ends at the last empty line."""
    before, found, after = note.rpartition("\n\n")
    lines = after.split("\n")
    if len(note) > _LONGEST or not _is_plain(note) or not found or lines.pop() != "":
        raise NoteInvalid("note_malformed", "not a text, an empty line and signatures")
    if not 0 < len(lines) <= _MOST_SIGNATURES:
        raise NoteInvalid("note_malformed", "no signatures, or too many")
    return before + "\n", [_signature(line) for line in lines]


def _signature(line: str) -> tuple[str, bytes]:
    name, _, written = line.removeprefix(_DASH).partition(" ")
    try:
        raw = from_base64(written)
    except ValueError:
        raw = b""
    if not line.startswith(_DASH) or not is_name(name) or len(raw) <= _HASH_BYTES:
        raise NoteInvalid("note_malformed", "what stands below the empty line is no signature")
    return name, raw


def _is_plain(text: str) -> bool:
    return not any(character < " " and character != "\n" for character in text)
