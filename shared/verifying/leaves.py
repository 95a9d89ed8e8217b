"""The leaves of a stretch: hashed, held against stored tiles, added up for the tree to go on with. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from shared.event_log.read import Stored
from shared.events.envelope import event_hash
from shared.merkle.frontier import Complete, Frontier
from shared.merkle.hashing import HASH_BYTES, leaf_hash
from shared.merkle.tiles import WIDTH
from shared.verifying.finding import Finding

_NO_LEAF = bytes(HASH_BYTES)
_ALTERED = "默克尔树所存的哈希与事件不符 the stored hash of this event in the tree is another one"


class Captured(NamedTuple):
    """How far the tree and the chain were at one size, within a stretch."""

    parts: Sequence[Complete]
    hash: str


@dataclass(slots=True)
class Leaves:
    tiles: Mapping[int, bytes]
    """The hashes of stored tiles, by their number; those that are not there are another check's."""
    frontier: Frontier
    sizes: Sequence[int]
    """At which it is captured, in order."""
    captured: dict[int, Captured] = field(default_factory=dict)
    finding: Finding | None = None
    """The first leaf that is stored otherwise."""

    def take(self, rows: Sequence[Stored]) -> None:
        """The next ones. Where a row is missing there is a leaf that nothing hashes to."""
        positions = [row.position for row in rows]
        leaves = [leaf_hash(row.raw) for row in rows]
        first = self.frontier.end + 1
        if positions != list(range(first, first + len(rows))):
            by_position = dict(zip(positions, leaves, strict=True))
            reached = max(positions, default=first - 1)
            leaves = [by_position.get(each, _NO_LEAF) for each in range(first, reached + 1)]
        if self.finding is None:
            self._compare(first - 1, leaves)
        wanted = set(self.sizes)
        hashes = {row.position: event_hash(row.raw) for row in rows if row.position in wanted}
        self._add(first - 1, leaves, hashes)

    def end(self, last: int) -> None:
        """Where rows are missing at the end, too."""
        self._add(self.frontier.end, [_NO_LEAF] * (last - self.frontier.end), {})

    def _add(self, start: int, leaves: Sequence[bytes], hashes: Mapping[int, str]) -> None:
        """Piece by piece, from one size to the next."""
        end = start + len(leaves)
        stops = [start, *(size for size in self.sizes if start < size < end), end]
        for before, after in pairwise(sorted(set(stops))):
            self.frontier.add_leaves(leaves[before - start : after - start])
            if after in self.sizes:
                self.captured[after] = Captured(tuple(self.frontier.parts), hashes.get(after, ""))

    def _compare(self, start: int, leaves: Sequence[bytes]) -> None:
        end = start + len(leaves)
        for number in range(start // WIDTH, -(-end // WIDTH)):
            stored = self.tiles.get(number)
            if stored is None:
                continue
            low, high = max(start, number * WIDTH), min(end, (number + 1) * WIDTH)
            within = slice((low - number * WIDTH) * HASH_BYTES, (high - number * WIDTH) * HASH_BYTES)
            expected = leaves[low - start : high - start]
            if stored[within] != b"".join(expected):
                self.finding = Finding(low + 1 + _first_other(stored[within], expected), "leaves", _ALTERED)
                return


def _first_other(stored: bytes, expected: Sequence[bytes]) -> int:
    found = (stored[at : at + HASH_BYTES] for at in range(0, len(expected) * HASH_BYTES, HASH_BYTES))
    return next((at for at, (one, other) in enumerate(zip(found, expected, strict=True)) if one != other), 0)
