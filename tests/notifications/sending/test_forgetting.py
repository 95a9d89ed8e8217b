"""Links that are over and counts that nobody asks for are deleted."""

from datetime import timedelta

import asyncpg

from services.notifications.sending.forgetting import forget_once
from tests.notifications.sending.town import at
from tests.support.databases import TestDatabase

_ADD = "insert into acknowledgements (token, township, message, expires, used) values ($1, 't', 'm', $2, $3)"
_USED = "insert into channel_use (channel, measure, slot, used) values ('sms', $1, $2, 1)"


async def test_what_is_over_is_deleted(own: TestDatabase) -> None:
    now = at("2024-12-10T10:00")
    day = timedelta(days=1)
    connection = await asyncpg.connect(own.second_dsn)
    try:
        links = {
            "valid": (now + day, None),
            "over": (now - day, None),
            "used": (now - day, now - 2 * day),
            "used long ago": (now - 401 * day, now - 402 * day),
        }
        for token, of in links.items():
            await connection.execute(_ADD, token, *of)
        await connection.execute(_USED, "number/1", now - 2 * day)
        await connection.execute(_USED, "fen", now - 30 * day)
        await forget_once(connection, now)
        kept = await connection.fetch("select token from acknowledgements order by token")
        assert [row["token"] for row in kept] == ["used", "valid"]
        assert await connection.fetchval("select array_agg(measure) from channel_use") == ["fen"]
    finally:
        await connection.close()


async def test_sending_may_flag_contacts_and_not_change_them(own: TestDatabase) -> None:
    connection = await asyncpg.connect(own.second_dsn)
    try:
        await connection.execute("update contacts set wrong = '{}'")
        for column in ("email = 'x@y.example'", "account = 'a'", "changed_by = 'a'"):
            try:
                await connection.execute(f"update contacts set {column}")
            except asyncpg.InsufficientPrivilegeError:
                continue
            raise AssertionError(column)
    finally:
        await connection.close()
