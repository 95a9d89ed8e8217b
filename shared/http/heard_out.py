"""Hears a request out before it is answered, within bounds.

A gateway that is still passing a request on when the answer comes reads what is left of it to get rid of it,
and loses the answer's body where that is small. Refusals are often known by the headers alone.
"""

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 1024 * 1024
"""Of what nobody wants. What says to be larger is answered at once: a gateway does not read that much."""
MOST_SECONDS = 2.0


class HeardOut:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _worth_hearing(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        whole = False

        async def receive_noted() -> Message:
            nonlocal whole
            message = await receive()
            whole = not message.get("more_body", False)
            return message

        async def send_after(message: Message) -> None:
            if message["type"] == "http.response.start" and not whole:
                await _hear_out(receive)
            await send(message)

        await self._app(scope, receive_noted, send_after)


def _worth_hearing(headers: Headers) -> bool:
    declared = headers.get("content-length", "")
    if declared.isdecimal():
        return 0 < int(declared) <= MOST_BYTES
    return "transfer-encoding" in headers


async def _hear_out(receive: Receive) -> None:
    """A client that hung up has no more to say."""
    heard = 0
    try:
        async with asyncio.timeout(MOST_SECONDS):
            while heard < MOST_BYTES:
                message = await receive()
                if not message.get("more_body", False):
                    return
                heard += len(message["body"])
    except TimeoutError:
        return
