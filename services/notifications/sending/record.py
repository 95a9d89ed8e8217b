"""What was known when somebody was reminded: one line for each claim, outcome and act, chained by hashes."""

from datetime import datetime

from services.notifications.reminders.row import Reminder
from shared.canonical import GENESIS, canonical, digest
from shared.event_log.connection import Connection
from shared.instant import write_instant
from shared.json_types import Json, JsonObject

_LOCK = 0x7265636F7264
_ALONE = "select pg_advisory_xact_lock($1)"
_LAST = "select number, hash from sending_record order by number desc limit 1"
_ADD = """
insert into sending_record (number, previous, line, hash, township, reminder) values ($1, $2, $3, $4, $5, $6)
"""


async def record(connection: Connection, row: Reminder, happening: str, at: datetime, **known: Json) -> None:
    """In the transaction of what happened."""
    said: JsonObject = {
        "rule": row.rule,
        "subject": row.subject,
        "due": write_instant(row.due),
        "recipient": row.recipient,
        "channel": row.channel,
    }
    await _add(connection, row.township, row.id, happening, at, said | known)


async def record_act(
    connection: Connection, township: str, act: str, by: str, at: datetime, **known: Json
) -> None:
    """What somebody decided about reminders, as muting: of no single one."""
    await _add(connection, township, "", act, at, {"by": by, **known})


async def _add(
    connection: Connection, township: str, reminder: str, happening: str, at: datetime, known: JsonObject
) -> None:
    await connection.execute(_ALONE, _LOCK)
    last = await connection.fetchrow(_LAST)
    number, previous = (1, GENESIS) if last is None else (last["number"] + 1, last["hash"])
    line = canonical(
        {
            "number": number,
            "previous": previous,
            "reminder": reminder,
            "township": township,
            "happening": happening,
            "at": write_instant(at),
            **known,
        }
    )
    await connection.execute(_ADD, number, previous, line.decode(), digest(line), township, reminder)
