"""What the SQL of this project runs on: an asyncpg connection, from a pool or not."""

from typing import Any, TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

Connection: TypeAlias = "asyncpg.Connection[Any] | PoolConnectionProxy[Any]"
Pool: TypeAlias = "asyncpg.Pool[Any]"

SESSION = {"jit": "off", "plan_cache_mode": "force_custom_plan"}
"""Settings of every connection: a plan made while the tables were empty is not kept until they are large."""

DATABASE_LOST = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InterfaceError,
    # Of a connection whose server died while it was being used: not an InterfaceError.
    asyncpg.InternalClientError,
)
"""What using a database raises while its server is gone or starting: tried again, it works later."""
DATABASE_AWAY = (*DATABASE_LOST, TimeoutError, asyncpg.PostgresError)
"""The same, and any other error of Postgres."""


def is_lost(error: BaseException) -> bool:
    """Whether the server was gone, and neither the question wrong nor a file of ours missing."""
    if isinstance(error, OSError):
        return isinstance(error, ConnectionError)
    return isinstance(error, DATABASE_LOST) and not isinstance(error, asyncpg.DataError)
