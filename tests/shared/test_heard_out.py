"""An answer is sent once the request has been heard, so that a gateway still sending it loses nothing."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from shared.http import heard_out
from shared.http.heard_out import HeardOut

HEAD: Message = {"type": "http.response.start", "status": 401, "headers": []}
BODY: Message = {"type": "http.response.body", "body": b"no"}


def scope(**headers: str) -> Scope:
    listed = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": "POST", "path": "/", "headers": listed}


def part(size: int, more: bool) -> Message:
    return {"type": "http.request", "body": b"x" * size, "more_body": more}


class Exchange:
    """One request whose parts arrive when the test says so, refused before its body is looked at."""

    def __init__(self) -> None:
        self.parts: asyncio.Queue[Message] = asyncio.Queue()
        self.sent: list[Message] = []

    async def receive(self) -> Message:
        return await self.parts.get()

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    async def refused(self, asked: Scope) -> None:
        async def app(_: Scope, __: Receive, send: Send) -> None:
            await send(HEAD)
            await send(BODY)

        await HeardOut(app)(asked, self.receive, self.send)


@pytest.fixture
async def exchange() -> Exchange:
    return Exchange()


async def test_the_answer_waits_for_the_rest(exchange: Exchange) -> None:
    answering = asyncio.create_task(exchange.refused(scope(content_length="30")))
    await exchange.parts.put(part(20, more=True))
    await asyncio.sleep(0.05)
    assert exchange.sent == []
    await exchange.parts.put(part(10, more=False))
    await answering
    assert exchange.sent == [HEAD, BODY]


async def test_what_has_no_body_is_answered_at_once(exchange: Exchange) -> None:
    await exchange.refused(scope())
    await exchange.refused(scope(content_length="0"))
    assert exchange.sent == [HEAD, BODY] * 2


@pytest.mark.parametrize(
    "arrives",
    [
        lambda: part(heard_out.MOST_BYTES, more=True),
        lambda: {"type": "http.disconnect"},
    ],
)
async def test_nobody_is_heard_for_ever(exchange: Exchange, arrives: Callable[[], Any]) -> None:
    await exchange.parts.put(arrives())
    await exchange.refused(scope(transfer_encoding="chunked"))
    assert exchange.sent == [HEAD, BODY]


async def test_who_says_nothing_more_is_answered_after_a_while(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heard_out, "MOST_SECONDS", 0.1)
    await exchange.refused(scope(content_length="30"))
    assert exchange.sent == [HEAD, BODY]


async def test_what_says_that_it_is_too_large_is_refused_at_once(exchange: Exchange) -> None:
    await exchange.refused(scope(content_length=str(heard_out.MOST_BYTES + 1)))
    assert exchange.sent == [HEAD, BODY]


async def test_what_the_application_has_read_is_not_waited_for(exchange: Exchange) -> None:
    async def app(_: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send(HEAD)
        await send(BODY)

    await exchange.parts.put(part(30, more=False))
    await HeardOut(app)(scope(content_length="30"), exchange.receive, exchange.send)
    assert exchange.sent == [HEAD, BODY]
