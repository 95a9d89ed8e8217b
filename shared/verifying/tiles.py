"""The stored tiles of a log's tree against the tree as it is made of the events."""

from collections.abc import Collection, Iterable

from shared.event_log.connection import Connection
from shared.merkle.frontier import TileRoot
from shared.merkle.tiles import WIDTH
from shared.verifying.finding import Finding, first_of

TREE_CHECKS = ("leaves", "roots", "tiles", "tiles_beyond")

_BUILT = "select coalesce(max(number) + 1, 0) from tree_tiles where level = 0"
_STORED = """
select t.level, t.number, t.root from unnest($1::int[], $2::bigint[]) as asked (level, number)
join tree_tiles t on t.level = asked.level and t.number = asked.number
"""
_BEYOND = """
select position from log_head
where exists (select from tree_tiles where (number + 1) * (256::bigint ^ (level + 1)) > position)
"""
_OTHER = "默克尔树所存的节点与事件不符 a stored node of the tree is not what the events below it come to"
_MISSING = "默克尔树缺少已建部分 a part of the tree that was built is missing"
_AHEAD = "默克尔树超出日志 the tree has more events than the log"


async def built_events(connection: Connection) -> int:
    """How many stood in full tiles."""
    tiles: int = await connection.fetchval(_BUILT)
    return tiles * WIDTH


async def check_beyond(connection: Connection) -> Finding | None:
    """Tiles are made of events that are there. In one look: the log grows meanwhile."""
    position = await connection.fetchval(_BEYOND)
    return None if position is None else Finding(position + 1, "tiles_beyond", _AHEAD)


async def check_roots(
    connection: Connection, roots: Iterable[TileRoot], built: int, checks: Collection[str]
) -> Finding | None:
    """The first that is stored otherwise, or missing among those that were built."""
    asked = list(roots)
    levels, numbers = [each.level for each in asked], [each.number for each in asked]
    rows = await connection.fetch(_STORED, levels, numbers)
    stored = {(row["level"], row["number"]): row["root"] for row in rows}
    return first_of(_judged(each, stored.get((each.level, each.number)), built, checks) for each in asked)


def _judged(made: TileRoot, stored: bytes | None, built: int, checks: Collection[str]) -> Finding | None:
    if stored is None:
        lacks = "tiles" in checks and made.end <= built
        return Finding(made.first + 1, "tiles", _MISSING) if lacks else None
    other = "roots" in checks and stored != made.root
    return Finding(made.first + 1, "roots", _OTHER) if other else None
