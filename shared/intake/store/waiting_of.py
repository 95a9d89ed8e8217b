"""How many waiting facts concern a filer: before it signs, it is told what may still arrive."""

import orjson

from shared.event_log.connection import Connection

_OF_TOWN = "select message, account from waiting where township = $1"


async def count_waiting_of(connection: Connection, township: str, filer: str) -> int:
    """Sent by an account of the filer's, or saying that the filer did something."""
    rows = await connection.fetch(_OF_TOWN, township)
    return sum(_concerns(orjson.loads(message), orjson.loads(account), filer) for message, account in rows)


def _concerns(message: dict[str, object], account: dict[str, object], filer: str) -> bool:
    data, organisations = message.get("data"), account.get("organisations")
    by = isinstance(data, dict) and filer in (data.get("by"), data.get("filer"))
    return by or (isinstance(organisations, list) and filer in organisations)
