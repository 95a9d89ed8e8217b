"""A generation of a read model: a schema with all its tables, checkpoints and version. One of them answers.

Which one, is a row, read in the same snapshot as the figures, and unqualified names are looked up there until
the transaction ends. So no answer and no batch is of two generations, and a switch is the update of a row.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shared.event_log.connection import Connection, Pool
from shared.read_model.model import ReadModel

_ENTER = "select set_config('search_path', $1 || ', public', true)"
_ENTER_LIVE = """
select set_config('search_path', generation || ', public', true) from public.live_generations where model = $1
"""
# The second statement of a writer: the snapshot is taken when the lock is held, and so sees the last switch.
_LIVE = "select generation from public.live_generations where model = $1"


async def enter(connection: Connection, generation: str) -> None:
    """Until the transaction ends."""
    await connection.execute(_ENTER, generation)


async def enter_live(connection: Connection, model: ReadModel) -> None:
    """The first statement of a snapshot. Nothing to do for a read model that has no generations."""
    if model.in_generations:
        await connection.execute(_ENTER_LIVE, model.name)


@asynccontextmanager
async def reading(pool: Pool, generation: str) -> AsyncIterator[Connection]:
    """One moment of that generation: what an answer still needs after its first snapshot."""
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        await enter(connection, generation)
        yield connection


async def live_generation(connection: Connection, model: ReadModel) -> str:
    generation: str = await connection.fetchval(_LIVE, model.name)
    return generation
