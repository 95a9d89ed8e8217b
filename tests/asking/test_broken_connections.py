"""Questions are answered again once NATS is back: after a kill, and after it refused the services."""

import asyncio
import copy
from typing import Any

import pytest

from tests.asking.conftest import Publisher, Town
from tests.support.services import until

CHECKED = {"filer": "v-mingyue", "item": "1.1.1", "status": "done"}
SERVICES = ("registry", "hazards")


async def recorded(town: Town) -> Publisher:
    await town.start(*SERVICES)
    paicha = await town.publisher()
    await paicha.send("1", "self_check.recorded", CHECKED)
    await paicha.becomes("1", "accepted")
    return paicha


async def is_answered(town: Town) -> bool:
    """By a publisher that signs in anew, and with what both services know."""
    paicha = await town.publisher()
    answers = [await paicha.told("1"), await paicha.told("unknown")]
    return answers == ["accepted", "not_found"] and "positions" in await paicha.learn("positions")


async def test_after_a_kill(town: Town) -> None:
    await recorded(town)
    for _ in range(3):
        town.server.kill()
        await asyncio.sleep(0.5)
        town.server.start()
        await until(lambda: is_answered(town))


async def test_after_a_kill_while_being_asked(town: Town) -> None:
    paicha = await recorded(town)
    asked = [asyncio.ensure_future(paicha.is_heard()) for _ in range(200)]
    await asked[0]
    town.server.kill()
    town.server.start()
    await asyncio.gather(*asked, return_exceptions=True)
    await until(lambda: is_answered(town))


# nats-py leaves a writer unclosed at each refusal.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_after_a_refused_sign_in(town: Town) -> None:
    """An operator changes a password on one side first, and mends it."""
    await recorded(town)
    nats: Any = town.server.server
    right = copy.deepcopy(nats.accounts)
    for user in nats.accounts["accounts"]["APP"]["users"]:
        if user["user"] in SERVICES:
            user["password"] = "another"
    town.server.kill()
    nats.configure()
    town.server.start()

    async def both_refused() -> bool:
        log = nats.log.read_text()
        return all(log.count(f'authentication error - User "{service}"') > 2 for service in SERVICES)

    await until(both_refused)
    nats.accounts.update(right)
    town.server.kill()
    nats.configure()
    town.server.start()
    await until(lambda: is_answered(town))
