"""Poison on the wire and in the text of facts: refused, kept, told, and never in the way of what follows."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from shared.intake import batch
from tests.buses import TestBus
from tests.databases import TestDatabase
from tests.integration.services import fact, running, settings_for, signed_in, until
from tests.shared.issuer import Issuer

BODY = json.dumps(fact("p", "hazard.found", {})).encode()
CHECKED = {"filer": "v-mingyue", "item": "1.1.1", "status": "done"}


def published(subject: bytes, body: bytes = BODY, headers: bytes = b"NATS/1.0\r\n\r\n") -> bytes:
    """As a client of its own making puts it on the wire."""
    sizes = b"%d %d" % (len(headers), len(headers) + len(body))
    return b"HPUB " + subject + b" " + sizes + b"\r\n" + headers + body + b"\r\n"


FOUND = b"intake.paicha.hazard.found"
ON_THE_WIRE = {
    "a header that says there is nothing": published(FOUND, headers=b"NATS/1.0\r\nStatus: 404\r\n\r\n"),
    "a header that says it is over": published(FOUND, headers=b"NATS/1.0\r\nStatus: 409\r\n\r\n"),
    "a status that is no text": published(FOUND, headers=b"NATS/1.0 404 \xff\r\n\r\n"),
    "a subject that is no text": published(b"intake.paicha.a\xff\xfe"),
    "a subject with a null": published(b"intake.paicha.a\x00b"),
}


@pytest.fixture
async def hazards(
    tmp_path: Path, bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]]
) -> AsyncIterator[httpx.AsyncClient]:
    issuer = Issuer(tmp_path)
    settings = settings_for("hazards", await service_database("hazards"), bus, tmp_path)
    async with running("hazards", settings) as client:
        client.headers.update(signed_in(issuer))
        yield client


def put_on_the_wire(bus: TestBus, *lines: bytes) -> None:
    address = urlsplit(bus.url)
    signing_in = {"user": "paicha", "pass": bus.password, "headers": True, "verbose": False}
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(b"CONNECT " + json.dumps(signing_in).encode() + b"\r\n")
        for line in lines:
            connection.sendall(line)
        connection.sendall(b"PING\r\n")
        while b"PONG" not in connection.recv(65536):
            pass


async def goes_on(hazards: httpx.AsyncClient, bus: TestBus) -> None:
    """A fact that comes afterwards is answered."""
    after = fact("after", "self_check.recorded", CHECKED)
    publisher = (await bus.connect("paicha")).jetstream()
    await publisher.publish("intake.paicha.self_check.recorded", json.dumps(after).encode(), timeout=5)

    async def answered() -> bool:
        answer = await hazards.get(
            "/receipts", params={"source": "/test", "id": "after", "publisher": "paicha"}
        )
        return answer.status_code == 200

    await until(answered)


@pytest.mark.parametrize("line", ON_THE_WIRE.values(), ids=ON_THE_WIRE)
async def test_whatever_is_put_on_the_wire(hazards: httpx.AsyncClient, bus: TestBus, line: bytes) -> None:
    await asyncio.to_thread(put_on_the_wire, bus, line)
    await goes_on(hazards, bus)


TEXTS: dict[str, dict[str, Any]] = {
    "an id": {"filer": "a\x00b"},
    "an unknown field": {"\x00": 1},
    "a remark": {"remark": "a\x00b"},
    "only that": {"remark": "\x00"},
}


@pytest.mark.parametrize("changed", TEXTS.values(), ids=TEXTS)
async def test_a_null_in_a_text_is_refused_and_the_refusal_kept(
    hazards: httpx.AsyncClient, bus: TestBus, changed: dict[str, Any]
) -> None:
    sent = fact("null", "self_check.recorded", CHECKED | changed)
    publisher = (await bus.connect("paicha")).jetstream()
    await publisher.publish("intake.paicha.self_check.recorded", json.dumps(sent).encode(), timeout=5)
    await goes_on(hazards, bus)
    kept = await hazards.get("/receipts", params={"source": "/test", "id": "null", "publisher": "paicha"})
    assert kept.json()["code"] == "invalid_data", kept.text


async def test_a_refusal_over_http_can_be_asked_for(hazards: httpx.AsyncClient) -> None:
    for number, changed, code in (
        ("1", {"status": "perhaps"}, "invalid_data"),
        ("2", {"remark": "电话 13800138000"}, "personal_data"),
    ):
        (receipt,) = (
            await hazards.post("/facts", json=fact(number, "self_check.recorded", CHECKED | changed))
        ).json()
        kept = (await hazards.get("/receipts", params={"source": "/test", "id": number})).json()
        assert receipt["code"] == code
        assert kept == receipt


async def test_what_no_rule_can_handle_is_put_aside(
    hazards: httpx.AsyncClient, bus: TestBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake of ours: the one fact is told and kept, the others are answered."""
    real = batch.judge

    def mistaken(submission: Any, *rest: Any) -> Any:
        if submission.fact.key.id == "odd":
            raise RuntimeError("a mistake of ours")
        return real(submission, *rest)

    monkeypatch.setattr(batch, "judge", mistaken)
    publisher = (await bus.connect("paicha")).jetstream()
    for number in ("before", "odd"):
        sent = json.dumps(fact(number, "self_check.recorded", CHECKED | {"item": number})).encode()
        await publisher.publish("intake.paicha.self_check.recorded", sent, timeout=5)
    await goes_on(hazards, bus)
    for number, told in (("before", "waiting"), ("odd", "internal_error")):
        kept = await hazards.get("/receipts", params={"source": "/test", "id": number, "publisher": "paicha"})
        assert told in (kept.json()["outcome"], kept.json().get("code"))
