"""What the archive signs: a content, the public key, and the signature over both. Pure."""

from typing import Generic, TypeVar

import msgspec

from shared.canonical import canonical
from shared.json_types import JsonObject
from shared.signing import SigningKey, is_signed, key_id

SEGMENT, MANIFEST = "archive segment", "archive manifest"
"""What a signature is for."""

Content = TypeVar("Content")


class Signed(msgspec.Struct, Generic[Content], frozen=True, forbid_unknown_fields=True):
    content: Content
    public_key: str
    signature: str

    @property
    def key_id(self) -> str:
        """ValueError where what stands for the key is none."""
        return key_id(self.public_key)

    def holds(self, purpose: str) -> bool:
        """Whether the key that it names did sign it; whose key that is, the reader has to know."""
        return is_signed(self.public_key, purpose, msgspec.to_builtins(self.content), self.signature)


def signed(key: SigningKey, purpose: str, content: JsonObject) -> bytes:
    return canonical({"content": content, "public_key": key.public, "signature": key.sign(purpose, content)})
