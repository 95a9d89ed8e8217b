"""A second checker of proofs, written from RFC 6962 and C2SP's texts: it imports nothing of the product.

As somebody outside would write it: plain recursion, and an AssertionError for whatever is wrong.
"""

import base64
import hashlib
import json
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


@dataclass
class Told:
    log: str
    position: int
    size: int
    sealed: str


def check(proof: bytes, event: bytes, key: str) -> Told:
    first, index, *rest = proof.decode("utf-8").split("\n")
    assert first == "c2sp.org/tlog-proof@v1", first
    word, _, number = index.partition(" ")
    assert word == "index", index
    end = rest.index("")
    path = [base64.b64decode(line) for line in rest[:end]]
    note = "\n".join(rest[end + 1 :])

    text, _, signatures = note.rpartition("\n\n")
    _verify(text + "\n", signatures, key)
    origin, size, root, *extensions = text.split("\n")
    assert origin == key.split("+", maxsplit=1)[0]

    leaf = hashlib.sha256(b"\x00" + event).digest()
    assert _root(leaf, int(number), int(size), path) == base64.b64decode(root), "not in the tree"
    said = json.loads(event)
    assert f"paicha{said['source']}/{said['logid']}" == origin
    assert said["position"] == int(number) + 1
    more = dict(line.split(" ", 1) for line in extensions)
    return Told(origin, said["position"], int(size), more["sealed"])


def _verify(text: str, signatures: str, key: str) -> None:
    name, hash_, public = key.split("+", 2)
    raw = base64.b64decode(public)
    assert hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex() == hash_
    signature = next(line for line in signatures.splitlines() if line.startswith(f"— {name} "))
    signed = base64.b64decode(signature.rpartition(" ")[2])
    assert signed[:4].hex() == hash_
    Ed25519PublicKey.from_public_bytes(raw[1:]).verify(signed[4:], text.encode("utf-8"))


def _root(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """From the root downwards, the last hash first."""
    if size == 1:
        assert not path, "too many hashes"
        return leaf
    assert path, "too few hashes"
    left = 1
    while left * 2 < size:
        left *= 2
    if index < left:
        return _node(_root(leaf, index, left, path[:-1]), path[-1])
    return _node(path[-1], _root(leaf, index - left, size - left, path[:-1]))


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
