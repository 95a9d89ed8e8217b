"""How far the projection is in each log, kept in the database that it writes to."""

from shared.event_log.connection import Connection
from shared.follower.checkpoint import Checkpoint

PROJECTION_LOCK = 0x72657074

_READ = "select log, log_id, position, hash from checkpoints"
_SAVE = """
insert into checkpoints (log, log_id, position, hash) values ($1, $2, $3, $4)
on conflict (log) do update
set log_id = excluded.log_id, position = excluded.position, hash = excluded.hash
"""


async def read_checkpoints(connection: Connection) -> dict[str, Checkpoint]:
    """By log; a log of which nothing was applied is missing."""
    records = await connection.fetch(_READ)
    return {log: Checkpoint(log_id, position, hash_) for log, log_id, position, hash_ in records}


async def locked_checkpoints(connection: Connection) -> dict[str, Checkpoint]:
    """The same as the only writer until the transaction ends.

    Commits need not reach the disk at once: effect and checkpoint go together, and the log has the rest.
    """
    await connection.execute("set local synchronous_commit = off")
    await connection.execute("select pg_advisory_xact_lock($1)", PROJECTION_LOCK)
    return await read_checkpoints(connection)


async def save_checkpoint(connection: Connection, log: str, checkpoint: Checkpoint) -> None:
    await connection.execute(_SAVE, log, checkpoint.log_id, checkpoint.position, checkpoint.hash)
