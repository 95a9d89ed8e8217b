"""JSON that is nested too deep: refused alone, kept as a dead letter, and no harm to what came beside it."""

import json
from typing import Any

import httpx
import pytest
from nats.aio.msg import Msg

from shared.facts.nesting import DEEPEST
from tests.support.buses import TestBus
from tests.support.issuer import Issuer
from tests.support.services import fact, signed_in, until

CHECKED = {"filer": "v-mingyue", "item": "1.1.1", "status": "done"}
DEPTHS = (DEEPEST + 1, 254, 255, 500, 1000)


def nested(levels: int, opening: str = "[", closing: str = "]") -> bytes:
    """A fact of so many levels, itself and its data among them."""
    inner = opening * (levels - 2) + "1" * (opening != "[") + closing * (levels - 2)
    sent = json.dumps(fact(f"deep-{levels}", "self_check.recorded", CHECKED | {"remark": "@"}))
    return sent.replace('"@"', inner).encode()


def plain(number: str) -> bytes:
    return json.dumps(fact(number, "self_check.recorded", CHECKED)).encode()


async def posted(hazards: httpx.AsyncClient, *bodies: bytes) -> list[str]:
    content = b"[" + b",".join(bodies) + b"]"
    answer = await hazards.post("/facts", content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 200, answer.text
    return [receipt.get("code") or receipt["outcome"] for receipt in answer.json()]


async def letters(hazards: httpx.AsyncClient, issuer: Issuer) -> list[dict[str, Any]]:
    headers = signed_in(issuer, "operator")
    listed = (await hazards.get("/dead-letters", headers=headers)).json()["dead_letters"]
    numbers = [letter["number"] for letter in listed]
    why = {"reason": "核对原文"}
    return [
        (await hazards.get(f"/dead-letters/{number}", headers=headers, params=why)).json()
        for number in numbers
    ]


async def test_over_http_it_alone_is_refused(hazards: httpx.AsyncClient, issuer: Issuer) -> None:
    deep = [nested(levels) for levels in DEPTHS]
    outcomes = await posted(hazards, plain("before"), *deep, nested(400, '{"a":', "}"), plain("after"))
    assert outcomes == ["waiting", *["nested_too_deep"] * 6, "waiting"]
    kept = await letters(hazards, issuer)
    assert {letter["code"] for letter in kept} == {"nested_too_deep"}
    assert len(kept) == 6
    assert all("…" in letter["beginning"] for letter in kept)
    asked = await hazards.get("/receipts", params={"source": "/test", "id": "deep-254"})
    assert asked.json()["code"] == "nested_too_deep"


async def test_as_deep_as_allowed_is_judged_by_what_it_says(hazards: httpx.AsyncClient) -> None:
    assert await posted(hazards, nested(DEEPEST), plain("after")) == ["invalid_data", "waiting"]


@pytest.mark.parametrize("body", [b"[" * 500 + b"]" * 500, b'{"a":' * 500 + b"1" + b"}" * 500])
async def test_what_is_no_fact_may_not_be_deep_either(hazards: httpx.AsyncClient, body: bytes) -> None:
    assert await posted(hazards, body, b"[[]]", plain("after")) == [
        "nested_too_deep",
        "not_cloudevent",
        "waiting",
    ]


async def test_a_body_deeper_than_can_be_parsed_is_refused_whole(hazards: httpx.AsyncClient) -> None:
    for body in (nested(5000), b"[" * 100_000):
        answer = await hazards.post("/facts", content=body)
        assert (answer.status_code, answer.json()["code"]) == (400, "nested_too_deep")


async def test_over_the_bus_it_alone_is_refused(
    hazards: httpx.AsyncClient, bus: TestBus, issuer: Issuer
) -> None:
    heard: list[tuple[str | None, str]] = []
    client = await bus.connect("paicha")

    async def keep(message: Msg) -> None:
        receipt = json.loads(message.data)
        heard.append((receipt["id"], receipt.get("code") or receipt["outcome"]))

    await client.subscribe("receipts.paicha", cb=keep)
    unreadable = [nested(5000), b"\xff", b"{", rb'{"id": "\ud800"}', b"[" * 2000]
    sent = [plain("before"), *map(nested, DEPTHS), *unreadable, plain("after")]
    for body in sent:
        await client.publish("intake.paicha.self_check.recorded", body)

    async def answered() -> bool:
        return len(heard) == len(sent)

    await until(answered)
    assert heard == [
        ("before", "waiting"),
        *((f"deep-{levels}", "nested_too_deep") for levels in DEPTHS),
        (None, "nested_too_deep"),
        (None, "wrong_encoding"),
        (None, "not_json"),
        (None, "not_json"),
        (None, "nested_too_deep"),
        ("after", "waiting"),
    ]
    assert len(await letters(hazards, issuer)) == len(sent) - 2
