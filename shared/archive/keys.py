"""The public keys that an archive is verified with, as `GET /<service>/keys` answers them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from shared.signing import key_id


@dataclass(frozen=True, slots=True)
class PublicKey:
    id: str
    public: str
    revoked: bool
    """What it signed is not trusted any more, whenever that was: an archive can't tell."""


def read_public_keys(raw: bytes) -> Mapping[str, PublicKey]:
    """By id. ValueError where it is no such file."""
    try:
        listed = orjson.loads(raw)["keys"]
        keys = [_key(each["public_key"], each.get("revoked_from")) for each in listed]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no file of public keys: {error!r}") from None
    if not keys:
        raise ValueError("no key in the file")
    return {key.id: key for key in keys}


def _key(public: str, revoked_from: str | None) -> PublicKey:
    return PublicKey(key_id(public), public, revoked_from is not None)
