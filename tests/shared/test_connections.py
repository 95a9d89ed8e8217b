"""Requests that are slow or no HTTP, over real sockets: they end in time, with a problem where possible."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.http import app, connection, heard_out
from shared.http.bounded import BATCH, Bounds
from shared.http.observed import PROTECTIVE
from tests.support.issuer import Issuer
from tests.support.sample_service import bearer, create, settings_for
from tests.support.sockets import Answer, said, served, speaking

QUICK = Bounds(kib=64, grace_seconds=0.3, kib_per_second=4, total_seconds=0.8)


@pytest.fixture
def issuer(tmp_path: Path) -> Issuer:
    return Issuer(tmp_path)


@pytest.fixture
async def port(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    monkeypatch.setattr(app, "BATCH", QUICK)
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.4)
    monkeypatch.setattr(connection, "IDLE_SECONDS", 0.4)
    monkeypatch.setattr(connection, "LINGER_SECONDS", 0.4)
    monkeypatch.setattr(heard_out, "MOST_SECONDS", 0.4)
    async with served(create(settings_for(issuer.path.parent), {})) as port:
        yield port


@pytest.fixture
def signed_in(issuer: Issuer) -> str:
    return "Host: x\r\nContent-Type: application/json\r\n" + "".join(
        f"{name}: {value}\r\n" for name, value in bearer(issuer).items()
    )


def is_problem(answer: Answer, status: int, code: str) -> bool:
    assert answer.status == status, answer.raw
    assert answer.headers["content-type"] == "application/problem+json"
    assert PROTECTIVE.items() <= {name: answer.headers[name.lower()] for name in PROTECTIVE}.items()
    body = answer.problem
    assert (body["code"], body["status"]) == (code, status)
    assert body["detail"] == f"{body['zh']} {body['en']}"
    assert body["correlationid"] == answer.headers["x-correlation-id"]
    return True


@pytest.mark.parametrize("length", ["Content-Length: 4000", "Transfer-Encoding: chunked"])
async def test_a_slow_body_is_cut(port: int, signed_in: str, length: str) -> None:
    part = b"1\r\n \r\n" if "chunked" in length else b" "
    request = f"POST /sample/things HTTP/1.1\r\n{signed_in}{length}\r\n\r\n"
    trickled = await said(port, request.encode(), trickle=part)
    assert is_problem(trickled, 408, "request_too_slow")
    stalled = await said(port, request.encode())
    assert is_problem(stalled, 408, "request_too_slow")
    assert max(stalled.seconds, trickled.seconds) < 5


async def test_a_steady_body_is_read_beyond_the_grace_and_cut_in_the_end(port: int, signed_in: str) -> None:
    request = f"POST /sample/things HTTP/1.1\r\n{signed_in}Content-Length: 65000\r\n\r\n"
    steady = await said(port, request.encode(), trickle=b" " * 600)
    assert is_problem(steady, 408, "request_too_slow")
    assert steady.seconds > QUICK.total_seconds


async def test_a_slow_body_that_nobody_reads_is_cut(port: int) -> None:
    """Refused before it was looked at, as what comes without an identity is."""
    request = b"POST /sample/things HTTP/1.1\r\nHost: x\r\nContent-Length: 4000\r\n\r\n"
    assert is_problem(await said(port, request, trickle=b" "), 401, "unauthenticated")


async def test_slow_headers_are_cut(port: int) -> None:
    assert is_problem(await said(port, b"GET /sample HTTP/1.1\r\nX: ", trickle=b"a"), 408, "request_too_slow")
    assert (await said(port, b"")).raw == b"", "nothing was asked, so nothing is answered"


@pytest.mark.parametrize(
    "chunks", [b"ZZZ\r\nabc\r\n", b"3\r\nabcdef\r\n", b"-1\r\n", b"f" * 40 + b"\r\n", b"1\r\n \r\nx\r\n"]
)
async def test_a_malformed_chunk(port: int, signed_in: str, chunks: bytes) -> None:
    request = f"POST /sample/things HTTP/1.1\r\n{signed_in}Transfer-Encoding: chunked\r\n\r\n"
    answer = await said(port, request.encode() + chunks)
    assert is_problem(answer, 400, "malformed_request")
    assert answer.problem["instance"] == "/sample/things"


@pytest.mark.parametrize(
    "request_head", [b"GET\r\n\r\n", b"GET / HTTP/1.1\r\nHo st: x\r\n\r\n", b"\x16\x03\x01\x02\r\n\r\n"]
)
async def test_what_is_no_request(port: int, request_head: bytes) -> None:
    assert is_problem(await said(port, request_head), 400, "malformed_request")


async def test_headers_too_large(port: int) -> None:
    head = b"GET /sample/things/me HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 900_000 + b"\r\n\r\n"
    assert is_problem(await said(port, head), 431, "headers_too_large")


async def test_the_next_request_of_a_connection_is_read_too(port: int, signed_in: str) -> None:
    one = f"GET /sample/things/me HTTP/1.1\r\n{signed_in}\r\n".encode()
    answer = await said(port, one + one + b"GARBAGE\r\n\r\n")
    assert answer.raw.count(b"200 OK") == 2
    assert answer.raw.count(b'"code":"malformed_request"') == 1


async def test_who_is_refused_before_the_body_is_read_goes_on_with_the_connection(
    port: int,
) -> None:
    """The gateway keeps its connections: one that ended after such an answer failed whoever came next."""
    async with speaking(port) as (reader, writer):
        for _ in range(2):
            writer.write(b"POST /sample/things HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n")
            async with asyncio.timeout(10):
                head = await reader.readuntil(b"\r\n\r\n")
                await reader.readexactly(
                    int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
                )
            assert b" 401 " in head
            writer.write(b"late")


def test_all_of_a_batch_has_a_fair_chance_and_a_trickle_has_none() -> None:
    whole = BATCH.kib * 1024
    slow_mobile = 0.6e6 / 8  # bytes a second
    for taken in range(0, whole, 65536):
        assert taken / slow_mobile < BATCH.due(taken)
    assert BATCH.due(0) == BATCH.grace_seconds
    assert BATCH.due(whole) == BATCH.total_seconds
    assert any(seconds > BATCH.due(seconds * 1024) for seconds in range(60)), "one KiB a second"
