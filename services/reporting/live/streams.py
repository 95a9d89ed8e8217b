"""How many streams may be open, and how one is sent."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect
from starlette.types import Message, Send

from services.reporting.turns.admission import Admission
from shared.facts.account import Account
from shared.metrics import LIVE_STREAMS

MOST_OF_ONE = 16
"""A dashboard on each desk of an office: a browser holds one for each page that is seen."""
MOST = 512
SLOWEST_SECONDS = 30.0
"""For one event to be taken: who reads nothing for so long is cut off, and comes back by its last id."""


def open_streams() -> Admission:
    return Admission(MOST_OF_ONE, MOST, beyond="too_many_streams")


@contextmanager
def admitted(streams: Admission, account: Account) -> Iterator[None]:
    """Raises `too_many_streams` or `too_busy`."""
    with streams.of((account.township, account.name)), LIVE_STREAMS.track_inprogress():
        yield


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
