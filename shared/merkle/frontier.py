"""A tree that grows leaf by leaf, or by whole subtrees, and keeps only what its next root takes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shared.merkle.hashing import node_hash
from shared.merkle.ranges import joined
from shared.merkle.tiles import TILE_HEIGHT, WIDTH


class Complete(NamedTuple):
    """The hash over 2^height leaves, as a part of a tree that is handed on."""

    height: int
    hash: bytes


class TileRoot(NamedTuple):
    """What stands as the root of a stored tile."""

    level: int
    number: int
    root: bytes

    @property
    def first(self) -> int:
        """The leaf it begins with."""
        return self.number << (TILE_HEIGHT * (self.level + 1))

    @property
    def end(self) -> int:
        return (self.number + 1) << (TILE_HEIGHT * (self.level + 1))


@dataclass(slots=True)
class Frontier:
    """Of leaves up to before `end`, from wherever it began: the complete subtrees, from the left."""

    end: int = 0
    parts: list[Complete] = field(default_factory=list)
    tile_roots: list[TileRoot] = field(default_factory=list)
    """Those that became known, until somebody takes them."""

    def add_leaves(self, leaves: Sequence[bytes]) -> None:
        at = min(-self.end % WIDTH, len(leaves))
        self._one_by_one(leaves[:at])
        while len(leaves) - at >= WIDTH:
            self._add_tile(leaves[at : at + WIDTH])
            at += WIDTH
        self._one_by_one(leaves[at:])

    def add(self, part: Complete) -> None:
        """It has to begin where the last one ends, at a multiple of its size."""
        height, hash_ = part
        self.end += 1 << height
        while self.parts and self.parts[-1].height == height and self._is_right(height):
            hash_ = node_hash(self.parts.pop().hash, hash_)
            height += 1
            self._known(height, hash_, self.end)
        self.parts.append(Complete(height, hash_))

    def root(self) -> bytes:
        """Of all leaves; for one that began with the first."""
        return joined([part.hash for part in self.parts])

    def with_parts(self, parts: Sequence[Complete]) -> "Frontier":
        """Another one that has these behind it."""
        found = Frontier(self.end, list(self.parts))
        for part in parts:
            found.add(part)
        return found

    def _is_right(self, height: int) -> bool:
        """Whether what ends here with this height is the right half of a subtree."""
        return self.end % (2 << height) == 0

    def _one_by_one(self, leaves: Sequence[bytes]) -> None:
        for leaf in leaves:
            self.add(Complete(0, leaf))

    def _add_tile(self, leaves: Sequence[bytes]) -> None:
        level = list(leaves)
        while len(level) > 1:
            level = [node_hash(level[at], level[at + 1]) for at in range(0, len(level), 2)]
        self._known(TILE_HEIGHT, level[0], self.end + WIDTH)
        self.add(Complete(TILE_HEIGHT, level[0]))

    def _known(self, height: int, hash_: bytes, end: int) -> None:
        if height % TILE_HEIGHT == 0:
            self.tile_roots.append(TileRoot(height // TILE_HEIGHT - 1, (end >> height) - 1, hash_))
