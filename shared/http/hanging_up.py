"""Who hangs up is not worked for any more. The framework alone would carry on to the end."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

HUNG_UP = 499
"""What gateways note for it. Nobody receives it."""


async def unless_hung_up(request: Request, answering: Coroutine[Any, Any, Response]) -> Response:
    """The answer; cancelled at once when the client closes the connection."""
    answer = asyncio.create_task(answering)
    hanging_up = asyncio.create_task(_hung_up(request))
    try:
        await asyncio.wait({answer, hanging_up}, return_when=asyncio.FIRST_COMPLETED)
        return answer.result() if answer.done() else hanging_up.result()
    finally:
        answer.cancel()
        hanging_up.cancel()
        await asyncio.gather(answer, hanging_up, return_exceptions=True)


async def _hung_up(request: Request) -> Response:
    """A body, which nobody asked for, is passed over; raises when it is too large."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    return Response(status_code=HUNG_UP)
