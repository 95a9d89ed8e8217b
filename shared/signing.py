"""The keys that a service signs with: read from a file that is made once and never leaves the machine.

Ed25519. What is signed begins with its purpose, so that a signature for one thing is none for another.
"""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shared.canonical import canonical
from shared.json_types import JsonObject

ALGORITHM = "Ed25519"


@dataclass(frozen=True, slots=True)
class SigningKey:
    id: str
    private: Ed25519PrivateKey

    @classmethod
    def of(cls, private: Ed25519PrivateKey) -> "SigningKey":
        return cls(key_id(public_text(private.public_key())), private)

    @property
    def public(self) -> str:
        return public_text(self.private.public_key())

    def sign(self, purpose: str, content: JsonObject) -> str:
        return written(self.private.sign(signed_bytes(purpose, content)))


def signed_bytes(purpose: str, content: JsonObject) -> bytes:
    return canonical({"purpose": f"paicha {purpose} 1", "content": content})


def is_signed(public_key: str, purpose: str, content: JsonObject, signature: str) -> bool:
    try:
        written_signature = read(signature)
    except ValueError:
        return False
    return is_by(public_key, signed_bytes(purpose, content), written_signature)


def is_by(public_key: str, content: bytes, signature: bytes) -> bool:
    """Whether these very bytes were signed."""
    try:
        Ed25519PublicKey.from_public_bytes(read(public_key)).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def read_keys(raw: bytes) -> list[SigningKey]:
    """Of the file, the newest last; ValueError where it is none."""
    document: Mapping[str, list[Mapping[str, str]]] = orjson.loads(raw)
    try:
        seeds = [each["private_key"] for each in document["keys"]]
    except (KeyError, TypeError) as error:
        raise ValueError(f"no file of signing keys: {error!r}") from None
    if not seeds:
        raise ValueError("no signing key in the file")
    return [SigningKey.of(Ed25519PrivateKey.from_private_bytes(read(seed))) for seed in seeds]


def with_new_key(raw: bytes | None) -> bytes:
    """The file with one more key, by which everything is signed from then on."""
    kept = [] if raw is None else orjson.loads(raw)["keys"]
    key = SigningKey.of(Ed25519PrivateKey.generate())
    fresh = {"key_id": key.id, "private_key": written(key.private.private_bytes_raw())}
    return orjson.dumps({"keys": [*kept, fresh]}, option=orjson.OPT_INDENT_2)


def key_id(public: str) -> str:
    return hashlib.sha256(read(public)).hexdigest()[:16]


def public_text(key: Ed25519PublicKey) -> str:
    return written(key.public_bytes_raw())


def written(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def read(text: str) -> bytes:
    """ValueError where it is no base64url."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
