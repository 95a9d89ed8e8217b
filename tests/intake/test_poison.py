"""Poison on the wire and in the text of facts: refused, kept, told, and never in the way of what follows."""

import asyncio
import json
import socket
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from nats.aio.msg import Msg

from shared.facts.account import Account
from shared.identity.publishers import Publishers
from shared.intake.judging import batch
from tests.support.buses import TestBus
from tests.support.issuer import Issuer
from tests.support.services import (
    PATIENCE_SECONDS,
    TOWNSHIP,
    fact,
    signed_in,
    until,
)

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
    publisher = (await bus.connect("paicha")).jetstream(timeout=30)
    await publisher.publish(
        "intake.paicha.self_check.recorded", json.dumps(after).encode(), timeout=PATIENCE_SECONDS
    )

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
    publisher = (await bus.connect("paicha")).jetstream(timeout=30)
    await publisher.publish(
        "intake.paicha.self_check.recorded", json.dumps(sent).encode(), timeout=PATIENCE_SECONDS
    )
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
    publisher = (await bus.connect("paicha")).jetstream(timeout=30)
    for number in ("before", "odd"):
        sent = json.dumps(fact(number, "self_check.recorded", CHECKED | {"item": number})).encode()
        await publisher.publish("intake.paicha.self_check.recorded", sent, timeout=PATIENCE_SECONDS)
    await goes_on(hazards, bus)
    for number, told in (("before", "waiting"), ("odd", "internal_error")):
        kept = await hazards.get("/receipts", params={"source": "/test", "id": number, "publisher": "paicha"})
        assert told in (kept.json()["outcome"], kept.json().get("code"))


async def test_dead_letters_are_listed_shown_tried_again_and_decided_once(
    hazards: httpx.AsyncClient, bus: TestBus, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    client = await bus.connect("paicha")

    async def keep(message: Msg) -> None:
        heard.append(json.loads(message.data)["outcome"])

    await client.subscribe("receipts.paicha", cb=keep)
    listed = Publishers.account
    monkeypatch.setattr(Publishers, "account", lambda *_: None)
    for number in ("rights-came-later", "nobody-needs-it"):
        sent = json.dumps(fact(number, "self_check.recorded", CHECKED | {"item": number})).encode()
        await client.jetstream(timeout=30).publish(
            "intake.paicha.self_check.recorded", sent, timeout=PATIENCE_SECONDS
        )
    await until(lambda: heard_of(heard, 2))
    monkeypatch.setattr(Publishers, "account", listed)
    assert (await hazards.get("/dead-letters")).json()["code"] == "not_allowed"
    hazards.headers.update(signed_in(issuer, "operator"))
    first, second = (await hazards.get("/dead-letters", params={"state": "open"})).json()["dead_letters"]
    one = f"/dead-letters/{first['number']}"
    assert "beginning" not in (await hazards.get(one)).json(), "its content takes a reason"
    shown = (await hazards.get(one, params={"reason": "核对原文"})).json()
    assert "rights-came-later" in shown["beginning"]
    assert (await hazards.post(f"/dead-letters/{first['number']}/retry")).json()["outcome"] == "waiting"
    await until(lambda: heard_of(heard, 3))
    assert (await hazards.post(f"/dead-letters/{first['number']}/retry")).json()["code"] == "already_decided"
    skipping = {"reason": "试发"}
    assert (await hazards.post(f"/dead-letters/{second['number']}/skip", json=skipping)).status_code == 200
    again = await hazards.post(f"/dead-letters/{second['number']}/skip", json=skipping)
    assert again.json()["code"] == "already_decided"
    assert (await hazards.post("/dead-letters/999/skip", json=skipping)).json()["code"] == "not_found"


async def test_what_can_not_be_tried_again_says_what_to_do(
    hazards: httpx.AsyncClient, bus: TestBus, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted = await hazards.post("/facts", json=fact("1", "hazard.dreamt", {}))
    assert posted.json()[0]["code"] == "unknown_type"
    monkeypatch.setattr(Publishers, "account", lambda *_: None)
    publisher = (await bus.connect("paicha")).jetstream(timeout=30)
    sent = json.dumps(fact("2", "self_check.recorded", CHECKED)).encode()
    await publisher.publish("intake.paicha.self_check.recorded", sent, timeout=PATIENCE_SECONDS)
    hazards.headers.update(signed_in(issuer, "operator"))

    async def open_letters() -> list[int]:
        letters = (await hazards.get("/dead-letters")).json()["dead_letters"]
        return [letter["number"] for letter in letters]

    async def both() -> bool:
        return len(await open_letters()) == 2

    await until(both)
    over_http, over_the_bus = await open_letters()

    async def refused(number: int) -> tuple[int, str]:
        answer = await hazards.post(f"/dead-letters/{number}/retry")
        return answer.status_code, answer.json()["code"]

    assert await refused(over_http) == (409, "answered_over_http")
    assert await refused(over_the_bus) == (409, "publisher_not_listed")
    elsewhere = Account("paicha", "500112999", "safety_office", frozenset())
    monkeypatch.setattr(Publishers, "account", lambda *_: elsewhere)
    assert await refused(over_the_bus) == (409, "publisher_of_another_town")
    assert await open_letters() == [over_http, over_the_bus]


async def test_operators_remove_letters_that_are_old_enough(
    hazards: httpx.AsyncClient, issuer: Issuer
) -> None:
    await hazards.post("/facts", json=[fact(str(n), "hazard.dreamt", {}) for n in range(3)])
    old = {"older_than_days": 1}
    assert (await hazards.delete("/dead-letters", params=old)).json()["code"] == "not_allowed"
    hazards.headers.update(signed_in(issuer, "operator", township="500112999"))
    assert (await hazards.delete("/dead-letters", params={"older_than_days": 0})).json() == {"removed": 0}
    hazards.headers.update(signed_in(issuer, "operator"))
    assert (await hazards.delete("/dead-letters")).json()["code"] == "invalid_request"
    assert (await hazards.delete("/dead-letters", params=old)).json() == {"removed": 0}
    everything = {"older_than_days": 0, "publisher": "safety_office-None"}
    assert (await hazards.delete("/dead-letters", params=everything)).json() == {"removed": 3}
    assert (await hazards.get("/dead-letters")).json() == {"dead_letters": [], "full": []}


async def heard_of(heard: list[str], number: int) -> bool:
    return len(heard) >= number


@pytest.mark.parametrize(
    ("name", "role", "allowed"),
    [
        ("paicha", "safety_office", True),
        ("paicha", "reporter", False),
        ("campaign-file", "safety_office", False),
    ],
)
async def test_nobody_answers_to_the_name_of_a_publisher(
    hazards: httpx.AsyncClient, issuer: Issuer, name: str, role: str, *, allowed: bool
) -> None:
    """Its receipts would be theirs, and its facts theirs to take back."""
    organisation = None if role == "safety_office" else "v-mingyue"
    token = issuer.token(sub=name, role=role, organisation=organisation, township=TOWNSHIP)
    hazards.headers["Authorization"] = f"Bearer {token}"
    sent = await hazards.post("/facts", json=fact("1", "self_check.recorded", CHECKED))
    asked = await hazards.get("/receipts", params={"source": "/test", "id": "1"})
    assert (sent.status_code, asked.status_code) == ((200, 200) if allowed else (403, 403))


@pytest.mark.parametrize("role", ["reporter", "officer", "leader", "auditor", "operator"])
async def test_who_acts_for_nobody_enters_nothing(
    hazards: httpx.AsyncClient, issuer: Issuer, role: str
) -> None:
    hazards.headers.update(signed_in(issuer, role))
    told = {"hazard_id": "h", "unit_id": "u", "by": "unit", "severity": "general", "description": "堵塞"}
    answer = await hazards.post("/facts", json=fact("1", "hazard.found", told))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


async def test_a_null_in_an_address_is_refused(hazards: httpx.AsyncClient) -> None:
    for address in ("/receipts?source=a%00&id=b", "/dead-letters/%00"):
        answer = await hazards.get(address)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
