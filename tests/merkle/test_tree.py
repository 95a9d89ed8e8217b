"""Roots and proofs against RFC 6962: the vectors of its reference implementation, and a naive recursion."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.merkle.checking import ProofWrong, is_consistent, root_by_inclusion
from shared.merkle.hashing import EMPTY_ROOT, leaf_hash, root_of
from shared.merkle.ranges import Range, consistency, inclusion, joined, subtrees
from shared.merkle.tiles import WIDTH, entries_of, parents
from tests.merkle import naive

LEAVES = [bytes.fromhex(each) for each in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
A, B, C, D, E, F = (
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
)
INCLUSIONS = {
    (0, 1): [], (0, 8): [A, B, C], (5, 8): [D, E, ROOTS[3]], (2, 3): [ROOTS[1]], (1, 5): [ROOTS[0], B, D],
}  # fmt: skip
CONSISTENCIES = {(1, 1): [], (1, 8): [A, B, C], (6, 8): [F, E, ROOTS[3]], (2, 5): [B, D]}


def hashed(ranges: Sequence[Range], leaves: Sequence[bytes]) -> list[bytes]:
    """As the product does it: the ranges from complete subtrees, and those from the hashes below them."""
    return [hash_of(each, leaves) for each in ranges]


def hash_of(of: Range, leaves: Sequence[bytes]) -> bytes:
    spans = [(each.number << each.height, (each.number + 1) << each.height) for each in subtrees(of)]
    return joined([root_of([leaf_hash(leaf) for leaf in leaves[first:after]]) for first, after in spans])


def test_the_empty_tree() -> None:
    assert root_of([]) == joined([]) == naive.root([]) == EMPTY_ROOT
    assert EMPTY_ROOT.hex().startswith("e3b0c44298fc1c14")


def test_roots_of_the_reference() -> None:
    for size, expected in enumerate(ROOTS, 1):
        assert root_of([leaf_hash(leaf) for leaf in LEAVES[:size]]).hex() == expected


@pytest.mark.parametrize(("index", "size"), INCLUSIONS)
def test_inclusion_of_the_reference(index: int, size: int) -> None:
    path = hashed(inclusion(index, size), LEAVES)
    assert [each.hex() for each in path] == INCLUSIONS[index, size]
    assert root_by_inclusion(leaf_hash(LEAVES[index]), index, size, path).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("old", "new"), CONSISTENCIES)
def test_consistency_of_the_reference(old: int, new: int) -> None:
    path = hashed(consistency(old, new), LEAVES)
    assert [each.hex() for each in path] == CONSISTENCIES[old, new]
    assert is_consistent(old, new, bytes.fromhex(ROOTS[old - 1]), bytes.fromhex(ROOTS[new - 1]), path)


TREES = st.lists(st.binary(max_size=3), min_size=1, max_size=70)


@given(TREES, st.data())
def test_as_the_recursion_says(leaves: list[bytes], data: st.DataObject) -> None:
    size = len(leaves)
    index = data.draw(st.integers(0, size - 1))
    assert root_of([leaf_hash(leaf) for leaf in leaves]) == naive.root(leaves)
    assert hash_of(Range(0, size), leaves) == naive.root(leaves)
    path = hashed(inclusion(index, size), leaves)
    assert path == naive.path(index, leaves)
    assert root_by_inclusion(leaf_hash(leaves[index]), index, size, path) == naive.root(leaves)
    old = index + 1
    proof = hashed(consistency(old, size), leaves)
    assert proof == naive.consistency(old, leaves)
    assert is_consistent(old, size, naive.root(leaves[:old]), naive.root(leaves), proof)


@given(TREES, st.data())
def test_a_changed_tree_is_found(leaves: list[bytes], data: st.DataObject) -> None:
    """A leaf before the older checkpoint was changed, or the proof was: none is taken."""
    size = len(leaves)
    old = data.draw(st.integers(1, size))
    changed = data.draw(st.integers(0, old - 1))
    other = [*leaves[:changed], leaves[changed] + b"!", *leaves[changed + 1 :]]
    proof = naive.consistency(old, other)
    assert not is_consistent(old, size, naive.root(leaves[:old]), naive.root(other), proof)
    path = naive.path(changed, leaves)
    assert root_by_inclusion(leaf_hash(other[changed]), changed, size, path) != naive.root(leaves)


@given(TREES, st.data())
def test_a_path_of_another_length_is_refused(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    leaf, path = leaf_hash(leaves[index]), naive.path(index, leaves)
    with pytest.raises(ProofWrong):
        root_by_inclusion(leaf, index, len(leaves), [*path, leaf])
    if path:
        with pytest.raises(ProofWrong):
            root_by_inclusion(leaf, index, len(leaves), path[:-1])
    with pytest.raises(ProofWrong):
        root_by_inclusion(leaf, len(leaves), len(leaves), path)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3)])
def test_what_was_never_smaller_is_no_beginning(old: int, new: int) -> None:
    assert not is_consistent(old, new, naive.root(LEAVES[:old]), naive.root(LEAVES[:new]), [])
    with pytest.raises(ValueError, match="does not begin"):
        consistency(old, new)


@given(st.integers(1, 10**12), st.data())
def test_every_subtree_lies_in_one_tile(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    for each in [*inclusion(index, size), *consistency(index + 1, size), Range(0, size)]:
        parts = subtrees(each)
        assert sum(1 << part.height for part in parts) == each.end - each.start
        for part in parts:
            entries = entries_of(part)
            assert entries.first % entries.width == 0
            assert entries.offset + entries.width <= WIDTH
            assert entries.first * WIDTH**entries.level == part.number << part.height


def test_a_tile_above_is_full_with_the_last_below() -> None:
    assert list(parents(0, 255)) == []
    assert list(parents(250, 256)) == [0]
    assert list(parents(256, 511)) == []
    assert list(parents(200, 520)) == [0, 1]
