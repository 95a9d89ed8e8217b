"""The session that reminders are claimed by."""

import asyncio
from functools import partial

import asyncpg

from services.notifications.sending.claimant import Claimant
from tests.support.databases import TestDatabase


async def test_many_that_ask_at_once_have_the_same_session(own: TestDatabase) -> None:
    claimant = Claimant(lambda: asyncpg.connect(own.dsn), partial(asyncio.sleep, 0))
    try:
        number = await claimant.number()
        asked = [claimant.may_call(number) if nth % 2 else claimant.number() for nth in range(20)]
        assert {*await asyncio.gather(*asked)} == {True, number}
        assert not await claimant.may_call(number + 1)
    finally:
        claimant.close()
