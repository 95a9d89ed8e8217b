"""Checking proofs with nothing but hashes, as RFC 9162 says it in sections 2.1.3.2 and 2.1.4.2. Pure."""

from collections.abc import Sequence

from shared.merkle.hashing import node_hash


class ProofWrong(ValueError):
    """The hashes do not fit the sizes: there is no such proof."""


def root_by_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a tree of this size has if the leaf stands there. Raises `ProofWrong`."""
    if not 0 <= index < size:
        raise ProofWrong(f"no leaf {index} among {size}")
    node, last, root = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise ProofWrong("more hashes than the tree is high")
        if node % 2 or node == last:
            root = node_hash(sibling, root)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise ProofWrong("fewer hashes than the tree is high")
    return root


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the tree of `new` leaves begins with the tree of `old`: nothing was changed or taken away."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    try:
        return _roots(old, new, old_root, path) == (old_root, new_root)
    except ProofWrong:
        return False


def _roots(old: int, new: int, old_root: bytes, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Both roots as the path gives them."""
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not hashes:
        raise ProofWrong("no hash at all")
    node, last = old - 1, new - 1
    while node % 2:
        node, last = node >> 1, last >> 1
    first = second = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise ProofWrong("more hashes than the tree is high")
        if node % 2 or node == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise ProofWrong("fewer hashes than the tree is high")
    return first, second
