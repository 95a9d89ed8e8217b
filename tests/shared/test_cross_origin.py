"""Listed origins may ask, and read refusals too; others are told nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.support.issuer import Issuer
from tests.support.sample_service import bearer, running

BOARD = "https://board.example"
OTHERS = (
    "https://evil.example",
    "https://board.example.evil.example",
    "http://board.example",
    "https://board.example:8443",
    "HTTPS://BOARD.EXAMPLE",
    "null",
    "",
)
PREFLIGHT = {
    "Access-Control-Request-Method": "GET",
    "Access-Control-Request-Headers": "authorization,last-event-id",
}


@pytest.fixture
def issuer(tmp_path: Path) -> Issuer:
    return Issuer(tmp_path)


@pytest.fixture
async def service(issuer: Issuer) -> AsyncIterator[httpx.AsyncClient]:
    async with running(issuer.path.parent, {}, cors_origins=(BOARD, "http://10.0.0.7:3000")) as client:
        yield client


def told(answer: httpx.Response) -> set[str]:
    return {name for name in answer.headers if name.startswith("access-control-")}


async def test_a_listed_origin_reads_answers_and_refusals(service: httpx.AsyncClient, issuer: Issuer) -> None:
    known = bearer(issuer)
    for path, headers, status in (
        ("/things/me", known, 200),
        ("/things/me", {}, 401),
        ("/things/operators-only", known, 403),
        ("/things/refused", known, 409),
        ("/things/broken", known, 500),
        ("/nowhere", known, 404),
        ("/health/ready", {}, 200),
    ):
        answer = await service.get(path, headers={**headers, "Origin": BOARD})
        assert answer.status_code == status
        assert answer.headers["access-control-allow-origin"] == BOARD
        assert "ETag" in answer.headers["access-control-expose-headers"].split(", ")
        assert "access-control-allow-credentials" not in answer.headers
        assert "Origin" in answer.headers["vary"].split(", ")


@pytest.mark.parametrize("origin", OTHERS)
async def test_another_origin_is_told_nothing(
    service: httpx.AsyncClient, issuer: Issuer, origin: str
) -> None:
    for headers in (bearer(issuer), {}):
        answer = await service.get("/things/me", headers={**headers, "Origin": origin})
        assert told(answer) == set()
        assert answer.headers["vary"] == "Origin"
    preflight = await service.options("/things/me", headers={"Origin": origin, **PREFLIGHT})
    assert (preflight.status_code, told(preflight)) == (401, set())


async def test_a_preflight_is_answered_without_identity(service: httpx.AsyncClient) -> None:
    answer = await service.options("/things/me", headers={"Origin": BOARD, **PREFLIGHT})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == BOARD
    allowed = answer.headers["access-control-allow-headers"].lower().split(", ")
    assert {"authorization", "x-api-key", "if-none-match", "last-event-id"} <= set(allowed)
    assert "GET" in answer.headers["access-control-allow-methods"].split(", ")
    assert "access-control-allow-credentials" not in answer.headers


async def test_options_that_is_no_preflight_takes_an_identity(service: httpx.AsyncClient) -> None:
    assert (await service.options("/things/me", headers={"Origin": BOARD})).status_code == 401


async def test_by_default_nobody_is_listed(issuer: Issuer) -> None:
    async with running(issuer.path.parent, {}) as client:
        answer = await client.get("/things/me", headers={**bearer(issuer), "Origin": BOARD})
        assert told(answer) == set()
        assert "vary" not in answer.headers
        preflight = await client.options("/things/me", headers={"Origin": BOARD, **PREFLIGHT})
        assert (preflight.status_code, told(preflight)) == (401, set())
