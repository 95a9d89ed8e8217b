"""The mark that a town's reminders are to be planned anew, set by whatever changes whom they reach."""

from shared.event_log.connection import Connection

_MARK = "insert into to_plan (township, subject) values ($1, '') on conflict do nothing"


async def plan_town_anew(connection: Connection, township: str) -> None:
    """In the transaction that changes it."""
    await connection.execute(_MARK, township)
