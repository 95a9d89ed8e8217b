"""RFC 6962, section 2.1: leaves and nodes are hashed apart, so that neither can pose as the other. Pure."""

from collections.abc import Sequence
from hashlib import sha256

HASH_BYTES = 32
LEAF_PREFIX, _NODE_PREFIX = b"\x00", b"\x01"
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    return sha256(LEAF_PREFIX + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(_NODE_PREFIX + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Of the tree over these leaf hashes; over 256 roots of equal trees, of the tree that they make."""
    if not hashes:
        return EMPTY_ROOT
    level = list(hashes)
    while len(level) > 1:
        pairs = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        # One that is left over goes up as it is: the left half is the largest power of two then.
        level = [*pairs, level[-1]] if len(level) % 2 else pairs
    return level[0]
