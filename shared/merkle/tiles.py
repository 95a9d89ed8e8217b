"""Where hashes lie: tiles of 256, as C2SP's tlog-tiles cuts them. Pure.

The entry e of level 0 is the leaf e; of a level above it is the root of tile e one level below.
"""

from typing import NamedTuple

from shared.merkle.ranges import Subtree

TILE_HEIGHT = 8
WIDTH = 1 << TILE_HEIGHT
"""Entries of a full tile; only full ones are stored."""


class Entries(NamedTuple):
    """`width` entries of one level from `first` on, all of one tile; their root is a subtree's."""

    level: int
    first: int
    width: int

    @property
    def tile(self) -> int:
        return self.first // WIDTH

    @property
    def offset(self) -> int:
        """Within their tile."""
        return self.first % WIDTH


def entries_of(subtree: Subtree) -> Entries:
    level, within = divmod(subtree.height, TILE_HEIGHT)
    return Entries(level, subtree.number << within, 1 << within)


def parents(first: int, after: int) -> range:
    """The tiles of the level above that become full once tiles `first` up to before `after` are there."""
    return range(first // WIDTH, after // WIDTH)
