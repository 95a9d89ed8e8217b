"""Tiles made of rows again, held against what stands above them: a tree of two levels, the lower one as wide
as it gets."""

from collections.abc import Sequence

import pytest

from shared.sealing.growing import grow
from shared.sealing.mending import RowsDiffer, Tile, make_again, tiles_gone
from tests.sealing.logs import SealedLog

EVENTS = 256 * 257 + 10
"""A whole tile of level 1, and a tile of level 0 behind it."""
_MADE_UP = """
insert into events select n, 't/unit/u', n, convert_to('event ' || n, 'utf8') from generate_series(1, $1) as n
"""
_DELETE = "delete from tree_tiles where level = $1 and number = $2"


@pytest.fixture
async def high(sealed: SealedLog) -> SealedLog:
    async with sealed.attacker() as owner:
        await owner.execute(_MADE_UP, EVENTS)
        await owner.execute("update log_head set position = $1", EVENTS)
    await grow(sealed.connection, "hazards")
    return sealed


async def without(log: SealedLog, *tiles: Tile) -> Sequence[Tile]:
    """What is found to be gone."""
    async with log.attacker() as owner:
        await owner.executemany(_DELETE, tiles)
    return await tiles_gone(log.connection)


async def test_whatever_is_gone_is_found_and_made_as_it_was(high: SealedLog) -> None:
    before = await high.tiles()
    assert await tiles_gone(high.connection) == []
    inner, first, above = Tile(0, 5), Tile(0, 0), Tile(1, 0)
    last = Tile(0, 255), Tile(0, 256)
    for gone, expected in (
        ([inner], [inner]),
        ([above], [above]),
        ([first, inner, above], [first, inner, above]),
        (last, [last[0]]),  # behind the last that is held by one above it, the tree just grows
    ):
        assert await without(high, *gone) == expected
        await make_again(high.connection, expected)
        await grow(high.connection, "hazards")
        assert await high.tiles() == before


async def test_rows_that_are_others_do_not_come_to_what_stands_above(high: SealedLog) -> None:
    async with high.attacker() as owner:
        await owner.execute("update events set raw = 'another' where position = 256 * 5 + 1")
    gone = await without(high, Tile(0, 5))
    with pytest.raises(RowsDiffer):
        await make_again(high.connection, gone)
    gone = await without(high, Tile(0, 5), Tile(0, 6))
    assert gone == [Tile(0, 5), Tile(0, 6)]
    async with high.attacker() as owner:
        await owner.execute("delete from events where position = 256 * 6 + 1")
    with pytest.raises(LookupError):
        await make_again(high.connection, gone[-1:])
