"""The session that reminders are claimed by."""

import asyncio

import asyncpg

from services.notifications.sending.claimant import Claimant, Session
from tests.support.databases import TestDatabase


async def read_sent() -> str:
    await asyncio.sleep(0)
    return "a stream"


async def test_many_that_ask_at_once_have_the_same_session(own: TestDatabase) -> None:
    claimant = Claimant(lambda: asyncpg.connect(own.dsn), read_sent)
    try:
        number = (await claimant.session()).number
        sessions = asyncio.gather(*[claimant.session() for _ in range(10)])
        may = asyncio.gather(*[claimant.may_call(number) for _ in range(10)])
        assert {*await sessions} == {Session(number, "a stream")}
        assert {*await may} == {True}
        assert not await claimant.may_call(number + 1)
    finally:
        claimant.close()
