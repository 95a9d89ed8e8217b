"""What every service answers: problems for errors, identity before anything, health that tells the truth."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.clock import DemoTime
from shared.http import health
from shared.http.bounded import BATCH
from tests.support.demo_clocks import keep_clock
from tests.support.issuer import Issuer
from tests.support.sample_service import bearer, running


@pytest.fixture
def issuer(tmp_path: Path) -> Issuer:
    return Issuer(tmp_path)


@pytest.fixture
def wrong() -> dict[str, str]:
    return {}


@pytest.fixture
async def anyone(issuer: Issuer, wrong: dict[str, str]) -> AsyncIterator[httpx.AsyncClient]:
    async with running(issuer.path.parent, wrong) as client:
        yield client


@pytest.fixture
async def officer(anyone: httpx.AsyncClient, issuer: Issuer) -> httpx.AsyncClient:
    anyone.headers.update(bearer(issuer))
    return anyone


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert (body["status"], body["code"], body["type"]) == (status, code, f"urn:paicha:problem:{code}")
    assert body["detail"] == f"{body['zh']} {body['en']}"
    assert body["correlationid"] == answer.headers["x-correlation-id"]
    return body


@pytest.mark.parametrize("path", ["/things/me", "/things/me/", "/things/refused", "/things/broken", "/docs"])
async def test_every_answer_is_protected_and_none_leads_elsewhere(
    anyone: httpx.AsyncClient, issuer: Issuer, path: str
) -> None:
    for headers in ({}, bearer(issuer)):
        answer = await anyone.get(path, headers={**headers, "Host": "evil.example"})
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "location" not in answer.headers


async def test_the_account_reaches_the_route(officer: httpx.AsyncClient) -> None:
    answer = await officer.get("/things/me")
    assert answer.json() == {"name": "officer-1"}
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    ["/things/me", "/things/refused", "/nowhere", "/metrics", "/openapi.json", "/asyncapi.json", "/health"],
)
async def test_nothing_without_identity(anyone: httpx.AsyncClient, path: str) -> None:
    answer = await anyone.get(path)
    problem(answer, 401, "unauthenticated")
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_an_unreadable_body_does_not_come_before_identity(anyone: httpx.AsyncClient) -> None:
    problem(await anyone.post("/things", content=b"{"), 401, "unauthenticated")


async def test_why_a_token_was_refused(anyone: httpx.AsyncClient, issuer: Issuer) -> None:
    answer = await anyone.get("/things/me", headers=bearer(issuer, exp=1))
    problem(answer, 401, "unauthenticated")
    assert "has expired" in answer.headers["www-authenticate"]


async def test_keys_out_of_reach(anyone: httpx.AsyncClient, issuer: Issuer) -> None:
    headers = bearer(issuer)
    issuer.path.unlink()
    answer = await anyone.get("/things/me", headers=headers)
    problem(answer, 503, "not_ready")
    assert answer.headers["retry-after"]


async def test_roles(anyone: httpx.AsyncClient, issuer: Issuer) -> None:
    auditor = bearer(issuer, role="auditor", sub="a-1")
    assert (await anyone.get("/things/operators-only", headers=auditor)).json() == "a-1"
    problem(await anyone.get("/things/operators-only", headers=bearer(issuer)), 403, "not_allowed")


async def test_every_error_is_a_problem(officer: httpx.AsyncClient) -> None:
    assert problem(await officer.get("/nowhere"), 404, "not_found")["instance"] == "/sample/nowhere"
    for method in ("PUT", "OPTIONS", "TRACE", "BREW"):
        refused = await officer.request(method, "/things/me")
        problem(refused, 405, "method_not_allowed")
        assert refused.headers["allow"] == "GET, DELETE"
    problem(await officer.get("/things/refused"), 409, "already_exists")
    body = problem(await officer.post("/things", json={"size": "x"}), 422, "invalid_request")
    assert body["errors"][0]["field"] == "size"
    problem(await officer.post("/things", content=b"{", headers={"content-type": "application/json"}), 422,
            "invalid_request")  # fmt: skip


async def test_a_failure_tells_nothing_but_its_correlation(officer: httpx.AsyncClient) -> None:
    answer = await officer.get("/things/broken", headers={"X-Correlation-Id": "abc-1"})
    assert problem(answer, 500, "internal_error")["correlationid"] == "abc-1"
    assert "secret" not in answer.text


@pytest.mark.parametrize("given", ["a b\tc", "13800138000"])
async def test_a_correlation_id_that_is_none_is_replaced(officer: httpx.AsyncClient, given: str) -> None:
    """Events keep it, so that a number of a person is none."""
    answer = await officer.get("/things/me", headers={"X-Correlation-Id": given})
    assert answer.headers["x-correlation-id"] != given
    assert answer.headers["x-correlation-id"].isalnum()


async def test_bodies_too_large(officer: httpx.AsyncClient) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(BATCH.kib // 1024 + 1):
            yield b" " * 1024 * 1024

    size = BATCH.kib * 1024 + 1
    json = {"content-type": "application/json"}
    problem(await officer.post("/things", content=b" " * size, headers=json), 413, "request_too_large")
    problem(await officer.post("/things", content=parts(), headers=json), 413, "request_too_large")


async def test_health(
    anyone: httpx.AsyncClient, wrong: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.05)
    assert (await anyone.get("/health/live")).json() == {"status": "live"}
    ready = await anyone.get("/health/ready")
    assert ready.json() == {"status": "ready", "checks": {"database": "ok", "bus": "ok"}}
    for bus, told in (
        ("behind by 12 s", "behind by 12 s"),
        ("raises", "fails"),
        ("hangs", "does not answer"),
    ):
        wrong["bus"] = bus
        answer = await anyone.get("/health/ready")
        assert problem(answer, 503, "not_ready")["checks"] == {"database": "ok", "bus": told}
        assert "secret" not in answer.text
    assert (await anyone.get("/health/live")).status_code == 200
    wrong.clear()
    assert (await anyone.get("/health/ready")).status_code == 200


async def test_metrics_are_for_operators_and_keep_to_the_vocabulary(
    anyone: httpx.AsyncClient, issuer: Issuer
) -> None:
    problem(await anyone.get("/metrics", headers=bearer(issuer)), 403, "not_allowed")
    operator = bearer(issuer, role="operator")
    await anyone.get("/things/me", headers=operator)
    await anyone.request("BREW", "/things/me")
    text = (await anyone.get("/metrics", headers=operator)).text
    names = {line.split("{")[0].split(" ")[0] for line in text.splitlines() if not line.startswith("#")}
    assert names
    assert all(name.startswith("paicha_") for name in names)
    assert 'paicha_http_requests_total{method="GET",route="/sample/things/me",status="200"}' in text
    assert "BREW" not in text, "whoever asks could invent series without end"


async def test_the_demo_clock_is_named_in_every_answer(issuer: Issuer) -> None:
    start = datetime.fromisoformat("2024-12-01T00:00:00+08:00")
    clock = keep_clock(issuer.path.parent, DemoTime(start=start, anchor=start, speed=60))
    async with running(issuer.path.parent, {}, demo_clock_file=clock) as client:
        answer = await client.get("/health/live")
        assert answer.headers["paicha-demo-clock"] == "2024-12-01T00:00:00+08:00 x60"
        assert "paicha-demo-clock" in (await client.get("/things/me")).headers
