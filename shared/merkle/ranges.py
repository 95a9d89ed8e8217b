"""Which ranges of leaves a root or a proof takes the hashes of, and which complete subtrees those. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from shared.merkle.hashing import EMPTY_ROOT, node_hash


class Range(NamedTuple):
    """Leaves from `start` up to `end`, which is not among them."""

    start: int
    end: int


class Subtree(NamedTuple):
    """A complete one over 2^height leaves; `number` counts those of its height from the left, from 0."""

    height: int
    number: int


def inclusion(index: int, size: int) -> list[Range]:
    """RFC 6962, section 2.1.1: the siblings on the way from a leaf to the root of the first `size` leaves."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} among {size}")
    start, end = 0, size
    path: list[Range] = []
    while end - start > 1:
        middle = start + _left(end - start)
        if index < middle:
            path.append(Range(middle, end))
            end = middle
        else:
            path.append(Range(start, middle))
            start = middle
    return path[::-1]


def consistency(old: int, new: int) -> list[Range]:
    """RFC 6962, section 2.1.2: what shows that the tree of `new` leaves begins with that of `old`."""
    if not 0 < old <= new:
        raise ValueError(f"a tree of {new} leaves does not begin with one of {old}")
    start, end, whole = 0, new, True
    path: list[Range] = []
    while end != old:
        middle = start + _left(end - start)
        if old <= middle:
            path.append(Range(middle, end))
            end = middle
        else:
            path.append(Range(start, middle))
            start, whole = middle, False
    # What the old root itself says is not repeated.
    return path[::-1] if whole else [Range(start, end), *path[::-1]]


def subtrees(of: Range) -> list[Subtree]:
    """The complete subtrees that a range of a proof is made of, from the left, each smaller than the last."""
    found, start = list[Subtree](), of.start
    while start < of.end:
        height = (of.end - start).bit_length() - 1
        found.append(Subtree(height, start >> height))
        start += 1 << height
    return found


def joined(roots: Sequence[bytes]) -> bytes:
    """The hash of a range, from those of its `subtrees`."""
    if not roots:
        return EMPTY_ROOT
    *others, joint = roots
    for root in reversed(others):
        joint = node_hash(root, joint)
    return joint


def _left(size: int) -> int:
    """How many leaves stand left of the root: the largest power of two below the size."""
    return 1 << ((size - 1).bit_length() - 1)
