"""How streams end: with the process, with the rights, and with a client that takes nothing."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Message

from services.reporting.live import event_stream, stream
from services.reporting.live.event_stream import EventStream
from shared.http.serve import GRACE_SECONDS
from shared.identity.api_keys import ApiKey, hash_of, new_key
from tests.reporting.live.screens import Screen, events_of
from tests.reporting.running import RunningReporting, over_http, running_reporting
from tests.reporting.story import CAMPAIGN, TOWN, town
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.http_server import listening


async def test_streams_end_in_order_when_the_process_is_asked_to(reporting: RunningReporting) -> None:
    screen, first = Screen(reporting), asyncio.Event()

    async def follow(address: str) -> None:
        async with (
            httpx.AsyncClient(base_url=f"{address}/reporting", timeout=60) as client,
            client.stream("GET", "/live", params={"campaign": CAMPAIGN}, headers=screen.headers()) as answer,
        ):
            async for event in events_of(answer):
                screen.show(event)
                first.set()

    async with listening(reporting.app) as address:
        following = asyncio.create_task(follow(address))
        await first.wait()
        asked = time.monotonic()
    await following  # an answer that is cut would raise
    assert time.monotonic() - asked < GRACE_SECONDS
    assert [event.name for event in screen.told] == ["cells"]
    async with screen.asked() as answer:
        await answer.aread()
    assert (answer.status_code, answer.json()["code"]) == (503, "not_ready")


async def test_a_stream_ends_when_its_token_has_expired(
    reporting: RunningReporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "RIGHTS_SECONDS", 0.2)
    screen = Screen(reporting)
    await screen.follow_to_the_end(exp=int(time.time()) - 57)
    assert (screen.told[-1].name, screen.told[-1].data["code"]) == ("end", "unauthenticated")


@pytest.mark.parametrize("left", [[], ["d-a"]])
async def test_a_stream_ends_when_its_key_is_taken_away_or_gets_other_rights(
    left: list[str],
    bus: TestBus,
    figures_database: TestDatabase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stream, "RIGHTS_SECONDS", 0.2)
    key, keys = new_key(), tmp_path / "keys.json"

    def write(organisations: list[str]) -> None:
        known = ApiKey(
            name="wall", hash=hash_of(key), township=TOWN, role="officer", organisations=organisations
        )
        listed = [known.model_dump()] if organisations else []
        keys.write_text(json.dumps({"keys": listed}), "utf-8")

    write(["d-a", "d-b"])
    async with (
        running_reporting(bus, figures_database, tmp_path, town(), api_keys_file=keys) as running,
        over_http(running) as reporting,
    ):
        await reporting.publish()
        async with (
            asyncio.timeout(60),
            reporting.client.stream(
                "GET", "/live", params={"campaign": CAMPAIGN}, headers={"X-API-Key": key}
            ) as answer,
        ):
            told = []
            async for event in events_of(answer):
                told.append(event)
                if event.name == "cells":
                    write(left)
    assert {cell[1] for cell in told[0].cells} == {"d-a", "d-b"}
    assert told[-1].data["code"] == "unauthenticated"


async def test_a_stream_ends_when_its_campaign_is_taken_back(reporting: RunningReporting) -> None:
    screen = Screen(reporting)
    following = asyncio.create_task(screen.follow_to_the_end())
    events = reporting.story.logs["registry"]
    opened = next(event.position for event in events if event.type == "campaign.opened")
    reporting.story.taken_back("campaign", CAMPAIGN, opened)
    jetstream = (await reporting.bus.connect("registry")).jetstream(timeout=30)
    await jetstream.publish(events[-1].subject, events[-1].to_bytes())
    await following
    assert screen.told[-1].data["code"] == "not_found"


async def test_a_campaign_that_can_not_be_read_ends_its_own_streams_and_nothing_else(
    reporting: RunningReporting,
) -> None:
    broken = "update subjects set entries = 'no JSON' where kind = 'campaign' and township = $1"
    await reporting.pool.execute(broken, TOWN)
    async with Screen(reporting).asked() as answer:
        await answer.aread()
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    async with Screen(reporting, township="500112999").asked() as answer:
        await answer.aread()
    assert answer.json()["code"] == "not_found"
    assert (await reporting.client.get("/health/ready")).status_code == 200


async def test_while_the_read_model_is_folded_anew_nobody_is_told_half_of_it(
    reporting: RunningReporting,
) -> None:
    screen = Screen(reporting)
    following = asyncio.create_task(screen.follow_to_the_end())
    async with asyncio.timeout(60):
        while not screen.told:
            await asyncio.sleep(0.01)
    await reporting.pool.execute("""update read_models set targets = '{"hazards": 1000}'""")
    async with screen.asked() as answer:
        await answer.aread()
    assert (answer.status_code, answer.json()["code"]) == (503, "not_ready")
    await following
    assert screen.told[-1].data["code"] == "not_ready"


async def test_who_takes_nothing_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_stream, "SLOWEST_SECONDS", 0.1)

    async def told() -> AsyncIterator[bytes]:
        yield b": said\n\n"

    async def receive() -> Message:
        return await asyncio.get_running_loop().create_future()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            await asyncio.get_running_loop().create_future()

    with pytest.raises(ClientDisconnect):
        await EventStream(told())({"type": "http"}, receive, send)
