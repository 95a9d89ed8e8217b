"""Sealing the log at an operator's word."""

from shared.problems import Rejected
from shared.sealing.checkpoint import Sealed
from shared.sealing.sealer import Sealer
from shared.sealing.wiring import LogTree


async def seal_now(tree: LogTree, sealer: Sealer) -> Sealed:
    """The newest checkpoint, made now where the log has grown or the key is new. Raises `LogRefused`, and
    `not_found` for an empty log."""
    tree.fence.refuse_writing()
    connection = await tree.connect()
    try:
        async with connection.transaction():
            sealed = await sealer.seal(connection)
    finally:
        connection.terminate()
    if sealed is None:
        raise Rejected("not_found", what="event")
    return sealed
