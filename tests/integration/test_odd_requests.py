"""Requests that no client of good will sends: numbers that no table holds, odd bytes, odd headers."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from shared.events.text import LARGEST_INTEGER
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.issuer import Issuer
from tests.support.services import running, settings_for, signed_in

TOO_LARGE = (LARGEST_INTEGER + 1, 2**63 - 1, 2**63, 10**30, "1" * 5000, -1, -(2**63) - 1)


@pytest.fixture
async def operator(
    tmp_path: Path, bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]]
) -> AsyncIterator[httpx.AsyncClient]:
    issuer = Issuer(tmp_path)
    settings = settings_for("registry", await service_database("registry"), bus, tmp_path)
    async with running("registry", settings) as client:
        client.headers.update(signed_in(issuer, "operator"))
        yield client


async def test_out_of_all_bounds_is_an_invalid_request(operator: httpx.AsyncClient) -> None:
    for number in TOO_LARGE:
        answers = [
            await operator.get(f"/dead-letters/{number}"),
            await operator.get(f"/dead-letters?after={number}"),
            await operator.get(f"/units?limit={number}"),
            await operator.post(f"/dead-letters/{number}/retry"),
            await operator.post(f"/dead-letters/{number}/skip", json={"reason": "试发"}),
        ]
        assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {
            (422, "invalid_request")
        }


async def test_the_largest_is_only_unknown(operator: httpx.AsyncClient) -> None:
    assert (await operator.get(f"/dead-letters/{LARGEST_INTEGER}")).json()["code"] == "not_found"
    assert (await operator.get(f"/dead-letters?after={LARGEST_INTEGER}")).json()["dead_letters"] == []


BODIES = (
    b"", b"1", b"null", b'"x"', b"[null, null]", b"[[]]", b'{"id": "1", "id": "2"}', '{"键": 1}'.encode(),
    b"\xff", rb'{"\ud800": 1}', rb'{"reason": "\ud800"}', b'{"reason": NaN}', b'{"reason": 1e999}',
    b'{"reason": ' + b"9" * 5000 + b"}", b"[" * 3000, b"\x1f\x8b\x08\x00",
)  # fmt: skip
HEADERS = (
    {b"content-type": b"application/json"}, {b"content-type": b"text/xml"}, {b"content-type": b"\xff"},
    {b"content-type": b"multipart/form-data"}, {b"content-type": b"application/json; charset=gbk"},
    {b"content-type": b"application/json", b"content-encoding": b"gzip"},
)  # fmt: skip
ADDRESSES = (
    "/%2F", "/%ff", "/..%2f", "//", "/docs/%2e%2e", "/dead-letters/%ff", "/dead-letters/1_0",
    "/receipts?source=%ff&id=%ed%a0%80", "/receipts?source=a&source=b&id=c", "/units?after=%ed%a0%80",
    "/units?" + "limit=1&" * 900, "/units?" + "&".join(f"a{number}" for number in range(900)),
)  # fmt: skip
IDENTITIES = (
    b"\xff",
    b"Bearer",
    b"Bearer \xff\xfe",
    b"Bearer ...",
    b"Bearer pk_\xff",
    b"Bearer " + b"x" * 8000,
)


async def test_no_body_is_a_failure_of_the_service(operator: httpx.AsyncClient) -> None:
    for path in ("/dead-letters/1/skip", "/facts"):
        for body in BODIES:
            for headers in HEADERS:
                answer = await operator.post(path, content=body, headers=headers)
                assert answer.status_code < 500, (path, body, headers)


async def test_no_address_is_a_failure_of_the_service(operator: httpx.AsyncClient) -> None:
    for method in ("GET", "HEAD", "OPTIONS", "TRACE", "BREW", "PATCH"):
        for address in ADDRESSES:
            answer = await operator.request(method, address)
            assert answer.status_code < 500, (method, address)


async def test_no_identity_is_a_failure_of_the_service(operator: httpx.AsyncClient) -> None:
    for header in IDENTITIES:
        answer = await operator.get("/units", headers={b"authorization": header})
        assert answer.status_code == httpx.codes.UNAUTHORIZED, header
