"""A frontier gives the root of whatever was added: leaf by leaf, in runs, or as parts of others."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shared.merkle.frontier import Frontier, TileRoot
from shared.merkle.hashing import leaf_hash, root_of
from shared.merkle.tiles import WIDTH

LEAVES = [leaf_hash(str(number).encode()) for number in range(3 * WIDTH + 40)]


@given(st.lists(st.integers(0, len(LEAVES)), max_size=6), st.integers(0, len(LEAVES)))
def test_the_root_is_that_of_all_leaves(cuts: list[int], size: int) -> None:
    whole, bounds = Frontier(), sorted({0, *(cut for cut in cuts if cut < size), size})
    for start, end in pairwise(bounds):
        piece = Frontier(start)
        piece.add_leaves(LEAVES[start:end])
        assert whole.with_parts(piece.parts).root() == root_of(LEAVES[:end])
        for part in piece.parts:
            whole.add(part)
        whole.tile_roots += piece.tile_roots
    assert (whole.root(), whole.end) == (root_of(LEAVES[:size]), size)
    full = size // WIDTH
    expected = [TileRoot(0, at, root_of(LEAVES[at * WIDTH : (at + 1) * WIDTH])) for at in range(full)]
    assert sorted(whole.tile_roots) == expected


def test_the_levels_above_become_known_too() -> None:
    """Of 256 tiles in two pieces that no tile of the level above ends in."""
    tile = LEAVES[:WIDTH]
    whole, pieces = Frontier(), (100, 156)
    for many in pieces:
        piece = Frontier(whole.end)
        piece.add_leaves(tile * many)
        for part in piece.parts:
            whole.add(part)
        whole.tile_roots += piece.tile_roots
    (above,) = [root for root in whole.tile_roots if root.level == 1]
    assert above == TileRoot(1, 0, root_of([root_of(tile)] * WIDTH))
    assert (above.first, above.end) == (0, WIDTH * WIDTH)
