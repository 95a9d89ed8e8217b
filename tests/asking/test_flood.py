"""A publisher that asks faster than it is answered is cut off for a moment, and nobody else is."""

import json

import pytest

from shared.bus.sent import sent
from tests.asking.conftest import Publisher, Town, overruns
from tests.support.services import until

QUESTION = json.dumps({"source": "/test", "id": "1"}).encode()
CHECKED = {"filer": "v-mingyue", "item": "1.1.1", "status": "done"}


async def flood(publisher: Publisher, size: int) -> None:
    """Until a line is full; answered nowhere."""
    before = overruns()
    while overruns() == before:
        for _ in range(200):
            await publisher.client.publish(
                f"ask.{publisher.name}.receipt", QUESTION.ljust(size), reply=f"_INBOX_{publisher.name}.x"
            )
        await sent(publisher.client)


@pytest.mark.parametrize("size", [100, 20_000])
async def test_who_floods_is_not_heard_for_a_moment_and_others_are(town: Town, size: int) -> None:
    await town.start("registry", "hazards")
    paicha, district = await town.publisher("paicha"), await town.publisher("district")
    await flood(paicha, size)
    assert await district.told("1") == "not_found"
    await district.send("1", "self_check.recorded", CHECKED)
    await district.becomes("1", "accepted")
    await until(paicha.is_heard)
