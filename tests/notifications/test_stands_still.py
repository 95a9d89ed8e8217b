"""What is watched stands still before an event that this release does not know, and says so."""

import asyncio

from tests.notifications.chain import Chain
from tests.notifications.running import Service
from tests.notifications.test_service import hazards, registry
from tests.support.newer_release import ProgressNoted, newer_release


async def test_marked_served_on_and_not_ready(service: Service) -> None:
    told: Chain = hazards()
    with newer_release():
        position = told.hazard("progress_noted", "h-1", 5)
    told.found("h-9", 6)
    await service.publish(registry())
    await service.publish(told)
    await service.holds(hazards=position - 1, registry=8)
    async with asyncio.timeout(60):
        while not (stopped := await service.get("/stopped", "operator"))["stopped"]:
            await asyncio.sleep(0.05)
    assert stopped["model"] == "watched"
    assert stopped["stopped"][0]["type"] == ProgressNoted.type
    ready = (await service.client.get("/health/ready")).json()["checks"]
    assert ready["hazards"].startswith(f"can't apply hazards {position} ({ProgressNoted.type}, version 1)")
    answer = await service.client.get("/hazards", headers=service.as_("safety_office"))
    assert answer.headers["Paicha-Stale"].startswith(f"hazards; position={position - 1}; since=")
    assert "h-9" not in answer.text
    assert (await service.get("/positions"))["stale"][0]["position"] == position - 1
    with newer_release():
        await service.holds(hazards=position + 1, registry=8)
