"""The public keys that paper is checked with, as `GET /reporting/keys` gives them and a file keeps them."""

from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from typing import Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from shared.instant import parse_instant

PURPOSE = "paper"


class PaperKey(msgspec.Struct, frozen=True):
    """Other members of a key are for others."""

    id: str
    algorithm: Literal["Ed25519"]
    public_key: str
    purposes: list[str]
    valid_from: str
    valid_until: str | None = None
    revoked_from: str | None = None

    def verifying(self) -> Ed25519PublicKey:
        raw = urlsafe_b64decode(self.public_key + "=" * (-len(self.public_key) % 4))
        return Ed25519PublicKey.from_public_bytes(raw)


class _Keys(msgspec.Struct):
    keys: list[PaperKey]


def read_keys(content: bytes) -> Mapping[str, PaperKey]:
    """By id. ValueError for what is no such file, a key that is none, or an id that stands twice."""
    try:
        listed = msgspec.json.decode(content, type=_Keys).keys
        for key in listed:
            key.verifying()
            for instant in (key.valid_from, key.valid_until, key.revoked_from):
                if instant is not None:
                    parse_instant(instant)
    except (msgspec.DecodeError, NotBase64, UnicodeDecodeError) as error:
        raise ValueError(str(error)) from error
    keys = {key.id: key for key in listed}
    if len(keys) != len(listed):
        raise ValueError("an id stands twice")
    return keys
