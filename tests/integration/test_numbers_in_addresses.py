"""Numbers in addresses that no table holds: refused as what they are, in path and query."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from shared.events.text import LARGEST_INTEGER
from tests.buses import TestBus
from tests.databases import TestDatabase
from tests.integration.services import running, settings_for, signed_in
from tests.shared.issuer import Issuer

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
    assert (await operator.get(f"/dead-letters?after={LARGEST_INTEGER}")).json() == {"dead_letters": []}
