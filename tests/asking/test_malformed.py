"""What is no question is answered too: with a code and both sentences, whatever its bytes and headers are."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.asking.conftest import Town
from tests.support.servers import PASSWORD
from tests.support.services import PATIENCE_SECONDS
from tests.support.sockets import speaking

NAMES = {"source": "/test", "id": "1"}
DEEP = b'{"source":' + b"[" * 2000 + b"]" * 2000 + b',"id":"1"}'

MALFORMED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "invalid_data"),
    "no object": (b"[]", "invalid_data"),
    "null": (b"null", "invalid_data"),
    "a number": (b"3", "invalid_data"),
    "no JSON": (b"source=/test", "not_json"),
    "not UTF-8": (b'{"source": "\xff\xfe", "id": "1"}', "not_json"),
    "half a surrogate": (b'{"source": "\\ud800", "id": "1"}', "not_json"),
    "too deep": (DEEP, "not_json"),
    "deep": (DEEP.replace(b"[" * 1900, b"").replace(b"]" * 1900, b""), "invalid_data"),
    "no id": (b'{"source": "/test"}', "invalid_data"),
    "a number as id": (b'{"source": "/test", "id": 1}', "invalid_data"),
    "an empty id": (b'{"source": "/test", "id": ""}', "invalid_data"),
    "a long id": (json.dumps(NAMES | {"id": "x" * 201}).encode(), "invalid_data"),
    "a NUL": (json.dumps(NAMES | {"id": "a\0b"}).encode(), "invalid_data"),
    "an unknown field": (json.dumps(NAMES | {"sauce": "/test"}).encode(), "invalid_data"),
    "an argument of the code": (json.dumps(NAMES | {"publisher": "district"}).encode(), "invalid_data"),
    "too large": (json.dumps(NAMES | {"id": "x" * 9000}).encode(), "question_too_large"),
    "as large as NATS takes": (b"x" * (1024 * 1024 - 200), "question_too_large"),
}
HEADERS: list[dict[str, str]] = [
    {"content-type": "text/plain"},
    {"content-type": "application/octet-stream"},
    {"content-type": "application/json; charset=utf-16"},
    {"correlation_id": "x" * 10_000, "message_id": "x"},
    {"reply_to": "receipts.district", "Status": "503"},
]


async def test_whatever_is_malformed_is_answered(town: Town) -> None:
    await town.start("registry", "hazards")
    paicha = await town.publisher()
    for name, (body, code) in MALFORMED.items():
        answer = await paicha.ask("receipt", body)
        assert answer["code"] == code, (name, answer)
        assert answer["zh"]
        assert answer["en"]
        assert len(json.dumps(answer)) < 2000
    assert (await paicha.ask("receipt", {"source": "/test"}))["detail"].startswith(
        "字段“question.id”有误：必填"
    )
    for body in (b"", b"{}"):
        assert "positions" in await paicha.learn("positions", body)
    assert (await paicha.ask("positions", {"log": "registry"}))["code"] == "invalid_data"


@pytest.mark.parametrize("kind", ["receipt", "positions"])
async def test_headers_change_nothing_and_do_not_come_back(town: Town, kind: str) -> None:
    await town.start("registry", "hazards")
    paicha = await town.publisher()
    body = json.dumps(NAMES).encode() if kind == "receipt" else b""
    expected = "not_found" if kind == "receipt" else "positions"
    for headers in HEADERS:
        answer = await paicha.client.request(
            f"ask.paicha.{kind}", body, timeout=PATIENCE_SECONDS, headers=headers
        )
        told: dict[str, Any] = json.loads(answer.data)
        assert {expected, "not_ready"} & {told.get("code"), *told}
        assert set(answer.headers or {}) <= {"content-type", "Nats-Request-Info"}, answer.headers


RAW_HEADERS = [
    b"NATS/1.0\r\n\xff\xfe: \xff\r\n\r\n",
    b"NATS/1.0\r\nno colon\r\n\r\n",
    b"NATS/1.0 503\r\n\r\n",
    b"NATS/1.0 100 Idle Heartbeat\r\nNats-Last-Consumer: 1\r\n\r\n",
    b"NATS/1.0 \xff\r\n\r\n",
    b"NATS/1.0\r\ncontent-type: \xff\r\n\r\n",
]


async def test_header_bytes_that_no_client_sends_hurt_nobody(town: Town) -> None:
    """Written to the socket as they are; each question is answered, or at least the next one is."""
    await town.start("registry", "hazards")
    paicha = await town.publisher()
    address = urlsplit(town.bus.url)
    assert address.hostname
    assert address.port
    async with speaking(address.port, address.hostname) as (reader, writer):
        account = {"user": "paicha", "pass": PASSWORD, "headers": True, "verbose": False, "pedantic": False}
        writer.write(b"CONNECT " + json.dumps(account).encode() + b"\r\n")
        body = json.dumps(NAMES).encode()
        for headers in RAW_HEADERS:
            sizes = f"{len(headers)} {len(headers) + len(body)}"
            for _ in range(4):  # to both services
                writer.write(
                    f"HPUB ask.paicha.receipt _INBOX_paicha.x {sizes}\r\n".encode() + headers + body + b"\r\n"
                )
            writer.write(b"PING\r\n")
            while b"PONG" not in await reader.readline():
                pass
            for _ in range(4):
                assert await paicha.told("1") == "not_found", headers
