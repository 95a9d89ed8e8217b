"""The table of lines: written by the shadow rebuild, read by the service; the oldest are let go."""

from dataclasses import dataclass

from shared.event_log.connection import Connection

KEPT = 1_000
"""Of one a day, nearly three years. Each names the one before it by its hash."""
_LAST = "select number, made, equal, note from shadow_lines order by number desc limit $1"
_ADD = "insert into shadow_lines (number, made, equal, note) values ($1, $2, $3, $4)"
_LET_GO = "delete from shadow_lines where number <= $1"


@dataclass(frozen=True, slots=True)
class KeptLine:
    number: int
    made: int
    """By the real clock, microseconds since 1970."""
    equal: bool
    note: str


async def newest(connection: Connection, many: int = 1) -> list[KeptLine]:
    """The last one first."""
    return [KeptLine(*record) for record in await connection.fetch(_LAST, many)]


async def add(connection: Connection, line: KeptLine) -> None:
    async with connection.transaction():
        await connection.execute(_ADD, line.number, line.made, line.equal, line.note)
        await connection.execute(_LET_GO, line.number - KEPT)
