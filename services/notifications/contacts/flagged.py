"""Which contacts have an address that reaches nobody: since when and why, never the address itself."""

from collections.abc import Sequence
from typing import Any

import orjson

from services.notifications.contacts.part import HolderKind, Part
from shared.event_log.connection import Connection

_STATE = """
select kind, id, part, wrong from contacts
where township = $1 and kind || '/' || id || '/' || part = any($2::text[]) order by kind, id, part limit 100
"""


async def wrong_of(
    connection: Connection, township: str, references: Sequence[str]
) -> dict[Part, dict[str, Any]]:
    """Of those that there are, by what is wrong (`mobile`, `landline`, `email`); empty where nothing is."""
    rows = await connection.fetch(_STATE, township, list(references))
    return {Part(HolderKind(row["kind"]), row["id"], row["part"]): orjson.loads(row["wrong"]) for row in rows}
