"""An answer that goes on, and is not kept for who does not take it."""

import asyncio

from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect
from starlette.types import Message, Send

SLOWEST_SECONDS = 30.0
"""For one event to be taken: who reads nothing for so long is cut off, and comes back by its last id."""


class EventStream(StreamingResponse):
    """Passed on at once by whatever stands in between."""

    media_type = "text/event-stream"

    async def stream_response(self, send: Send) -> None:
        async def in_time(message: Message) -> None:
            async with asyncio.timeout(SLOWEST_SECONDS):
                await send(message)

        self.headers.setdefault("X-Accel-Buffering", "no")
        try:
            await super().stream_response(in_time)
        except TimeoutError:
            raise ClientDisconnect from None
