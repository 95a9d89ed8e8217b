"""Canonical JSON and its hash.

Events hold only strings, integers, booleans, lists and objects under ASCII keys, so a sorted compact
dump is the RFC 8785 form: the stored bytes are the published bytes are the hashed bytes.
"""

from hashlib import sha256

import orjson

from shared.json_types import Json

GENESIS = "0" * 64
"""What the first event of a log names as the hash before it."""


def canonical(value: Json) -> bytes:
    """The one byte form of a value that holds no floats and no keys beyond ASCII."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def digest(data: bytes) -> str:
    """Lower-case hex SHA-256."""
    return sha256(data).hexdigest()
