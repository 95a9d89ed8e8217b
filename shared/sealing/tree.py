"""Roots and proofs of a log's tree, from stored tiles and the few events behind the last full one."""

from collections.abc import Iterable

from shared.event_log.connection import Connection
from shared.merkle.frontier import Complete
from shared.merkle.hashing import HASH_BYTES, root_of
from shared.merkle.ranges import Range, Subtree, consistency, inclusion, joined, subtrees
from shared.merkle.tiles import Entries, entries_of
from shared.sealing.statements import LEAVES, ROOTS

_LEAVES_OF_TILE = "select substring(hashes from $2 for $3) from tree_tiles where level = 0 and number = $1"


class NotBuilt(LookupError):
    """Tiles or events that the answer takes are not there."""


async def root(connection: Connection, size: int) -> bytes:
    """Of the first `size` events. Raises `NotBuilt`."""
    return await _hash(connection, Range(0, size))


async def parts(connection: Connection, size: int) -> list[Complete]:
    """What the first `size` events come to, to go on from there. Raises `NotBuilt`."""
    found = subtrees(Range(0, size))
    return [Complete(each.height, await _subtree(connection, each)) for each in found]


async def inclusion_path(connection: Connection, index: int, size: int) -> list[bytes]:
    return await _hashes(connection, inclusion(index, size))


async def consistency_path(connection: Connection, old: int, new: int) -> list[bytes]:
    return await _hashes(connection, consistency(old, new))


async def _hashes(connection: Connection, ranges: Iterable[Range]) -> list[bytes]:
    return [await _hash(connection, each) for each in ranges]


async def _hash(connection: Connection, of: Range) -> bytes:
    return joined([await _subtree(connection, each) for each in subtrees(of)])


async def _subtree(connection: Connection, subtree: Subtree) -> bytes:
    entries = entries_of(subtree)
    hashes = await (_leaves(connection, entries) if entries.level == 0 else _roots(connection, entries))
    if len(hashes) != entries.width or any(len(each) != HASH_BYTES for each in hashes):
        raise NotBuilt(f"{entries} are not there")
    return root_of(hashes)


async def _leaves(connection: Connection, entries: Entries) -> list[bytes]:
    """As stored; of a tile that is not full, from the bytes of its events."""
    part = entries.offset * HASH_BYTES + 1, entries.width * HASH_BYTES
    stored = await connection.fetchval(_LEAVES_OF_TILE, entries.tile, *part)
    if stored is not None:
        return [stored[at : at + HASH_BYTES] for at in range(0, len(stored), HASH_BYTES)]
    return _first(await connection.fetch(LEAVES, entries.first, entries.first + entries.width))


async def _roots(connection: Connection, entries: Entries) -> list[bytes]:
    above = entries.first + entries.width
    return _first(await connection.fetch(ROOTS, entries.level - 1, entries.first, above))


def _first(rows: Iterable[tuple[bytes]]) -> list[bytes]:
    return [row[0] for row in rows]
