"""The sides that are compared, each on a database of its own; they end with the stack."""

from contextlib import AsyncExitStack

from benchmarks import peers
from benchmarks.debian import debian_programs
from benchmarks.servers import empty_database, hazards_database
from benchmarks.side import Side

Sides = list[tuple[Side, str]]
"""With the DSN of whoever owns the side's tables."""


async def compared_sides(postgres: str, debian: str | None, stack: AsyncExitStack) -> Sides:
    """Two servers with the same settings; `debian` None where that is not to be had."""
    own = await stack.enter_async_context(hazards_database(postgres))
    databases = [await stack.enter_async_context(empty_database(postgres)) for _ in range(3)]
    locking, by_function, emmett = (database.owner_dsn for database in databases)
    made = [
        (peers.ours(own.dsn), own.owner_dsn),
        (peers.eventsourcing(locking), locking),
        (peers.eventsourcing(by_function, by_function=True), by_function),
        (peers.emmett(emmett), emmett),
    ]
    if debian is not None:
        made += await _on_debian(debian, stack)
    return [(stack.enter_context(side), dsn) for side, dsn in made]


async def _on_debian(debian: str, stack: AsyncExitStack) -> Sides:
    own = await stack.enter_async_context(hazards_database(debian))
    other = await stack.enter_async_context(empty_database(debian))
    peers.message_db_schema(other.admin_dsn, debian_programs())
    return [
        (peers.ours(own.dsn, peers.OURS_ON_DEBIAN), own.owner_dsn),
        (peers.message_db(other.admin_dsn), other.admin_dsn),
    ]


async def ours_alone(postgres: str, stack: AsyncExitStack) -> tuple[Side, str]:
    own = await stack.enter_async_context(hazards_database(postgres))
    return stack.enter_context(peers.ours(own.dsn)), own.owner_dsn
