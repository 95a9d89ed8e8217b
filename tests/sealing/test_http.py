"""Checkpoints and proofs over HTTP: what is open, who may ask for what, and two towns with the same ids."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from shared.sealing.refused import LogRefused
from shared.settings import Settings
from shared.signing import with_new_key
from tests.deploy.towns import FIRST, SECOND, two_towns
from tests.sealing import independent
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.issuer import Issuer
from tests.support.services import fact, running, settings_for, signed_in

UNIT = {"unit_id": "u-1", "name": "餐馆", "kind": "small_venue", "village": "v-mingyue"}


@dataclass
class Registry:
    client: httpx.AsyncClient
    issuer: Issuer
    settings: Settings

    async def get(self, path: str, role: str, organisation: str | None = None, town: str = FIRST,
                  **query: Any) -> httpx.Response:  # fmt: skip
        headers = signed_in(self.issuer, role, organisation, town)
        return await self.client.get(path, headers=headers, params=query)

    async def post(self, town: str, number: str, role: str = "safety_office",
                   organisation: str | None = None, **data: str) -> int:  # fmt: skip
        """The position of what was accepted."""
        headers = signed_in(self.issuer, role, organisation, town)
        posted = fact(number, "unit.registered", UNIT | data)
        (receipt,) = (await self.client.post("/facts", headers=headers, json=[posted])).json()
        assert receipt["outcome"] == "accepted", receipt
        return int(receipt["events"][0]["position"])

    async def seal(self) -> dict[str, Any]:
        answer = await self.client.post("/checkpoints", headers=signed_in(self.issuer, "operator"))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def key(self) -> str:
        answer = await self.client.get("/keys")
        return str(answer.json()["keys"][-1]["verifier"])


@pytest.fixture
async def settings(
    tmp_path: Path, bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]]
) -> Settings:
    two_towns(tmp_path / "campaigns")
    keys = tmp_path / "signing-keys.json"
    keys.write_bytes(with_new_key(None))
    settings = settings_for("registry", await service_database("registry"), bus, tmp_path)
    more = {"campaigns_dir": tmp_path / "campaigns", "seals_dir": tmp_path / "seals"}
    return settings.model_copy(update={**more, "signing_keys_file": keys})


@pytest.fixture
async def registry(settings: Settings, tmp_path: Path) -> AsyncIterator[Registry]:
    issuer = Issuer(tmp_path)
    async with running("registry", settings) as client:
        yield Registry(client, issuer, settings)


def code(answer: httpx.Response) -> str:
    return str(answer.json().get("code", answer.status_code))


async def test_the_newest_checkpoint_is_for_everybody(registry: Registry) -> None:
    sealed = await registry.seal()
    answer = await registry.client.get("/checkpoints/latest")
    assert (answer.status_code, answer.text) == (200, sealed["note"])
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    origin, size, *_ = answer.text.splitlines()
    assert (await registry.key()).startswith(f"{origin}+")
    assert int(size) == sealed["size"] > 100
    assert re.search(r"^sealed 20\d\d-", answer.text, re.MULTILINE)
    assert "餐馆" not in answer.text


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"x" * 20_000, None])
async def test_what_nobody_of_ours_sealed_is_not_handed_out(
    registry: Registry, content: bytes | None
) -> None:
    """Somebody put it into the folder: it is named, to whoever asks, and not passed on as ours."""
    sealed = await registry.seal()
    folder = registry.settings.seals_dir
    assert folder is not None
    forged = folder / "000099999999-00000000.note"
    forged.write_bytes(sealed["note"].encode() if content is None else content)
    answer = await registry.client.get("/checkpoints/latest")
    assert (answer.status_code, code(answer)) == (409, "log_not_as_sealed")
    assert forged.name in answer.json()["en"]
    listed = await registry.get("/checkpoints", "auditor")
    unreadable = content is not None and content != b""
    assert (code(listed) == "log_not_as_sealed") is unreadable, listed.text


async def test_sealing_and_listing_take_a_role(registry: Registry) -> None:
    first = (await registry.seal())["size"]
    await registry.post(FIRST, "1")
    await registry.seal()
    for role in ("auditor", "safety_office", "officer", "leader"):
        answer = await registry.client.post("/checkpoints", headers=signed_in(registry.issuer, role))
        assert code(answer) == "not_allowed", role
    assert code(await registry.get("/checkpoints", "officer", "v-mingyue")) == "not_allowed"
    listed = (await registry.get("/checkpoints", "auditor")).json()
    sizes = [each["size"] for each in listed["checkpoints"]]
    assert sizes[-2:] == [first, first + 1]
    assert listed["next"] is None
    after = (await registry.get("/checkpoints", "operator", after=first)).json()["checkpoints"]
    assert [each["size"] for each in after] == [first + 1]


async def test_a_fact_is_proved_by_its_id_and_by_its_position(registry: Registry) -> None:
    position = await registry.post(FIRST, "1")
    assert code(await registry.get("/proofs", "auditor", position=position)) == "not_sealed"
    await registry.seal()
    by_position = (await registry.get("/proofs", "auditor", position=position)).json()
    by_id = (await registry.get("/proofs", "auditor", source="/test", id="1")).json()
    assert by_id == by_position
    told = independent.check(by_id["proof"].encode(), by_id["event"].encode(), await registry.key())
    assert (told.position, told.size) == (position, position)
    assert len(by_id["proof"].encode()) < 2000
    connection = await asyncpg.connect(registry.settings.database_dsn)
    raw = await connection.fetchval("select raw from events where position = $1", position)
    await connection.close()
    assert by_id["event"].encode() == raw


async def test_the_first_checkpoint_that_covers_it_says_most_unless_the_newest_is_asked_for(
    registry: Registry,
) -> None:
    position = await registry.post(FIRST, "1")
    await registry.seal()
    await registry.post(FIRST, "2", unit_id="u-2")
    await registry.seal()
    key = await registry.key()
    for newest, size in ((False, position), (True, position + 1)):
        proved = (await registry.get("/proofs", "operator", position=position, newest=newest)).json()
        assert independent.check(proved["proof"].encode(), proved["event"].encode(), key).size == size


async def test_each_town_has_its_own_facts_proved(registry: Registry) -> None:
    """The same source, id and subject in both."""
    first, second = await registry.post(FIRST, "1"), await registry.post(SECOND, "1")
    await registry.seal()
    for role in ("auditor", "operator", "safety_office"):
        for town, own, other in ((FIRST, first, second), (SECOND, second, first)):
            proved = (await registry.get("/proofs", role, town=town, source="/test", id="1")).json()
            assert proved["position"] == own
            assert f'"township":"{town}"' in proved["event"]
            assert code(await registry.get("/proofs", role, town=town, position=other)) == "not_found"


async def test_others_have_their_own_organisation_s_facts_proved(registry: Registry) -> None:
    position = await registry.post(FIRST, "1", "reporter", "v-mingyue")
    await registry.seal()
    for role in ("reporter", "officer"):
        assert (await registry.get("/proofs", role, "v-mingyue", position=position)).status_code == 200
        for asked in ({"position": position}, {"source": "/test", "id": "1"}):
            answer = await registry.get("/proofs", role, "v-donghe", **asked)
            assert code(answer) == "not_found", "as if it were not there"
        stranger = await registry.get("/proofs", role, "v-mingyue", SECOND, position=position)
        assert code(stranger) == "not_found"
    for role in ("leader", "dashboard"):
        assert code(await registry.get("/proofs", role, position=position)) == "not_allowed"
    assert (await registry.client.get("/proofs", params={"position": position})).status_code == 401


async def test_who_sent_it_is_said_where_several_did(registry: Registry) -> None:
    mine = await registry.post(FIRST, "1")
    other = await registry.post(FIRST, "1", "reporter", "v-mingyue", unit_id="u-2")
    await registry.seal()
    asked = {"source": "/test", "id": "1"}
    assert code(await registry.get("/proofs", "auditor", **asked)) == "publisher_needed"
    for publisher, position in (("safety_office-None", mine), ("reporter-v-mingyue", other)):
        proved = await registry.get("/proofs", "auditor", **asked, publisher=publisher)
        assert proved.json()["position"] == position
    own = await registry.get("/proofs", "reporter", "v-mingyue", **asked)
    assert own.json()["position"] == other, "of those that it may see there is one"


async def test_a_question_names_one_fact(registry: Registry, subtests: pytest.Subtests) -> None:
    for query in [
        {},
        {"source": "/test"},
        {"id": "1"},
        {"source": "/test", "id": "1", "position": 1},
        {"position": 1, "publisher": "x"},
    ]:
        with subtests.test(query=query):
            assert code(await registry.get("/proofs", "auditor", **query)) == "invalid_request"


async def test_an_altered_event_is_not_proved(registry: Registry) -> None:
    position = await registry.post(FIRST, "1")
    await registry.seal()
    connection = await asyncpg.connect(_as_owner(registry.settings))
    await connection.execute("alter table events disable trigger user")
    await connection.execute(
        "update events set raw = convert_to(replace(convert_from(raw, 'utf8'), '餐馆', '饭馆'), 'utf8') "
        "where position = $1",
        position,
    )
    await registry.post(FIRST, "2", unit_id="u-2")
    await connection.close()
    answer = await registry.get("/proofs", "auditor", position=position)
    assert code(answer) == "log_not_as_sealed", answer.text


async def test_a_service_refuses_a_log_that_was_rewritten(registry: Registry, settings: Settings) -> None:
    """Before anything is appended: the head stays as it is."""
    await registry.seal()
    connection = await asyncpg.connect(_as_owner(settings))
    await connection.execute("alter table events disable trigger user")
    await connection.execute(
        "update events set raw = raw || ' ' where position = (select max(position) from events)"
    )
    before = await connection.fetchrow("select position, hash from log_head")
    with pytest.raises(LogRefused, match="log_rewritten"):
        async with running("registry", settings):
            pass
    assert await connection.fetchrow("select position, hash from log_head") == before
    await connection.close()


def _as_owner(settings: Settings) -> str:
    return settings.database_dsn.replace("registry:", "registry_owner:", 1)
