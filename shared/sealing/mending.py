"""Tiles that are gone from among those that were built, made of the log's own rows again.

Each is held against whatever still stands above it, so that a root that is right says that they are, too.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shared.event_log.connection import Connection
from shared.merkle.hashing import HASH_BYTES, root_of
from shared.merkle.tiles import TILE_HEIGHT, WIDTH
from shared.sealing.statements import ADD_TILES, LEAVES, ROOTS

_HIGHEST = 6
"""A tile of this level holds more events than any log."""
_GONE = f"""
with built as (select max((number + 1) << (8 * level)) as tiles from tree_tiles),
levels as (
  select l.level, tiles >> (8 * l.level) as many from built, generate_series(0, {_HIGHEST}) as l (level)
)
select level, n.number from levels, generate_series(0, many - 1) as n (number)
where not exists (select from tree_tiles t where t.level = levels.level and t.number = n.number)
order by level, n.number
"""  # noqa: S608 - a number of this file
_ROOT = "select root from tree_tiles where level = $1 and number = $2"


class Tile(NamedTuple):
    level: int
    number: int

    @property
    def first_position(self) -> int:
        return (self.number << TILE_HEIGHT * (self.level + 1)) + 1

    @property
    def above(self) -> "Tile":
        return Tile(self.level + 1, self.number // WIDTH)


class RowsDiffer(Exception):
    """The rows below a tile are not those that it was made of."""


async def tiles_gone(connection: Connection) -> list[Tile]:
    """Those that are not there, though later ones are, or some above them; the lowest level first."""
    return [Tile(*row) for row in await connection.fetch(_GONE)]


async def make_again(connection: Connection, tiles: Sequence[Tile]) -> None:
    """All that are gone, within a turn. Raises LookupError where rows are missing, `RowsDiffer`."""
    for tile in tiles:
        entries = await _entries(connection, tile)
        hashes = b"".join(entries) if tile.level == 0 else None
        await connection.execute(ADD_TILES, tile.level, [tile.number], [root_of(entries)], [hashes])
    for tile in dict.fromkeys(_above(tiles)):
        stored = await connection.fetchval(_ROOT, *tile)
        if stored is not None and stored != root_of(await _entries(connection, tile)):
            raise RowsDiffer(tile)


def _above(tiles: Sequence[Tile]) -> Iterator[Tile]:
    """Those that may have been there all the time."""
    made = set(tiles)
    for tile in tiles:
        above = tile.above
        while above.level <= _HIGHEST:
            if above not in made:
                yield above
            above = above.above


async def _entries(connection: Connection, tile: Tile) -> list[bytes]:
    first, after = tile.number * WIDTH, (tile.number + 1) * WIDTH
    asked = (LEAVES, first, after) if tile.level == 0 else (ROOTS, tile.level - 1, first, after)
    entries = [row[0] for row in await connection.fetch(*asked)]
    if len(entries) != WIDTH or any(len(each) != HASH_BYTES for each in entries):
        raise LookupError(f"what tile {tile.number} of level {tile.level} is made of is not there")
    return entries
