"""Tiles in Postgres: built in bounded batches, by one at a time, equal to the tree of the bytes."""

import asyncio

import asyncpg
import pytest

from shared.event_log.connection import Connection
from shared.merkle.hashing import leaf_hash
from shared.sealing.growing import Progress, grow
from shared.sealing.tiles import TILES_AT_ONCE, Built, await_turn, build, built, take_turn
from shared.sealing.tree import NotBuilt, consistency_path, inclusion_path, root
from tests.merkle import naive
from tests.sealing.logs import SealedLog


async def batch(connection: Connection) -> Built:
    async with connection.transaction():
        await await_turn(connection)
        return await build(connection)


async def test_roots_and_proofs_are_those_of_the_bytes(sealed: SealedLog) -> None:
    """Of every shape: before the first full tile, at its edge, behind it, and behind several."""
    await sealed.append(1100)
    await grow(sealed.connection, "hazards")
    raws = await sealed.raws()
    for size in (1, 2, 3, 255, 256, 257, 511, 512, 513, 700, 1024, 1099, 1100):
        assert await root(sealed.connection, size) == naive.root(raws[:size]), size
        for index in {0, size // 2, size - 1, min(size - 1, 255), min(size - 1, 256)}:
            path = await inclusion_path(sealed.connection, index, size)
            assert path == naive.path(index, raws[:size]), (index, size)
            proof = await consistency_path(sealed.connection, index + 1, size)
            assert proof == naive.consistency(index + 1, raws[:size]), (index + 1, size)


async def test_a_batch_is_bounded_and_goes_on_where_the_last_ended(sealed: SealedLog) -> None:
    await sealed.append(TILES_AT_ONCE * 256 + 300)
    first = await batch(sealed.connection)
    assert first == Built(TILES_AT_ONCE * 256, TILES_AT_ONCE * 256 + 300)
    assert first.behind == 256
    assert (await batch(sealed.connection)).behind == 0
    assert await batch(sealed.connection) == await built(sealed.connection)


async def test_levels_above_are_of_full_tiles(sealed: SealedLog) -> None:
    """The root of a tile above is that of the 256 below, which here are made up."""
    roots = [leaf_hash(b"%d" % number) for number in range(255)]
    async with sealed.attacker() as owner:
        await owner.executemany(
            "insert into tree_tiles values (0, $1, $2, $3)",
            [(number, each, b"\0" * 8192) for number, each in enumerate(roots)],
        )
        # As if as many events stood there: only the last 256 are hashed.
        await owner.execute("update log_head set position = 65536")
    raws = await _events_at(sealed, 255 * 256)
    assert (await batch(sealed.connection)).events == 65536
    last = naive.root(raws)
    rows = await sealed.connection.fetch("select level, number, root, hashes from tree_tiles where level > 0")
    (above,) = rows
    assert (above["level"], above["number"], above["hashes"]) == (1, 0, None)
    assert above["root"] == _over([*roots, last])
    assert await root(sealed.connection, 65536) == above["root"]


def _over(entries: list[bytes]) -> bytes:
    if len(entries) == 1:
        return entries[0]
    half = len(entries) // 2
    return naive.sha256(b"\1" + _over(entries[:half]) + _over(entries[half:])).digest()


async def _events_at(sealed: SealedLog, first: int) -> list[bytes]:
    raws = [b"event %d" % number for number in range(256)]
    rows = [(first + 1 + number, f"t/s/{number}", raw) for number, raw in enumerate(raws)]
    await sealed.connection.executemany("insert into events values ($1, $2, 1, $3)", rows)
    return raws


async def test_one_process_at_a_time_builds(sealed: SealedLog) -> None:
    other = await asyncpg.connect(sealed.database.dsn)
    async with sealed.connection.transaction():
        assert await take_turn(sealed.connection)
        async with other.transaction():
            assert not await take_turn(other)
    async with other.transaction():
        assert await take_turn(other)
    await other.close()


async def test_many_at_once_build_each_tile_once(sealed: SealedLog) -> None:
    await sealed.append(3000)
    others = [await asyncpg.connect(sealed.database.dsn) for _ in range(4)]
    await asyncio.gather(*(grow(other, "hazards") for other in others))
    assert await sealed.connection.fetchval("select count(*) from tree_tiles") == 3000 // 256
    assert await root(sealed.connection, 3000) == naive.root(await sealed.raws())
    for other in others:
        await other.close()


async def test_a_missing_event_is_not_hashed_over(sealed: SealedLog) -> None:
    await sealed.append(600)
    async with sealed.attacker() as owner:
        await owner.execute("delete from events where position = 300")
    with pytest.raises(LookupError, match="events are missing among 1 to 512"):
        await batch(sealed.connection)
    with pytest.raises(NotBuilt):
        await root(sealed.connection, 600)


async def test_tiles_are_added_and_never_changed(sealed: SealedLog) -> None:
    await sealed.append(256)
    await grow(sealed.connection, "hazards")
    owner = await asyncpg.connect(sealed.database.owner_dsn)
    for table in ("tree_tiles", "sealing_keys"):
        for by, statement in ((sealed.connection, "delete from"), (owner, "truncate")):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await by.execute(f"{statement} {table}")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await owner.execute("update tree_tiles set root = ''")
    await owner.close()


def test_a_long_way_is_told_and_a_short_one_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    now = [0.0]
    progress = Progress("hazards", lambda: now[0])
    progress.note(Built(0, 1000))
    assert capsys.readouterr().out == ""
    for seconds, events in ((0, 0), (1, 10_240), (6, 51_200), (12, 102_400)):
        now[0] = float(seconds)
        progress.note(Built(events, 102_500))
    first, second, end = capsys.readouterr().out.splitlines()
    assert '"done": 0' in first
    assert '"per_second": 8533' in second
    assert '"remaining_seconds": 6' in second
    assert "tree_caught_up" in end
