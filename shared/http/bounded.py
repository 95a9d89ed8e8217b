"""No body is larger or slower than it may be, and no exception leaves without a problem document.

A pace is held here and not only at the gateway, because services can be reached without it.
"""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.below import is_one_of
from shared.http.problem_answers import answer_for

KIB = 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a body may take. The `rate` is an average, asked for once the `grace` is over."""

    kib: int
    grace_seconds: float
    kib_per_second: float
    total_seconds: float

    @property
    def size(self) -> str:
        return f"{self.kib // KIB} MiB" if self.kib >= KIB else f"{self.kib} KiB"

    def due(self, taken: int) -> float:
        """Seconds after the first look by which more has to be there than these bytes."""
        return min(self.total_seconds, self.grace_seconds + taken / KIB / self.kib_per_second)


BATCH = Bounds(kib=8 * KIB, grace_seconds=30, kib_per_second=16, total_seconds=120)
"""500 facts of 16 KiB each; larger facts are sent in smaller batches. All 8 MiB take 0.56 Mbit/s, what a
weak mobile connection sends; 400 KiB take any connection that is not cut off."""
BRIEF = Bounds(kib=128, grace_seconds=10, kib_per_second=16, total_seconds=20)
"""What strangers may send: nobody knows who they are, so that all of them share what there is."""


class Bounded:
    def __init__(self, app: ASGIApp, bounds: Bounds, brief_paths: Collection[str] = ()) -> None:
        """`brief_paths` take no more than is `BRIEF`; all below those that end with `/`."""
        self._app = app
        self._bounds = bounds
        self._brief_paths = brief_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        bounds = BRIEF if is_one_of(scope["path"], self._brief_paths) else self._bounds
        started = False

        async def send_noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, _bounded(receive, Headers(scope=scope), bounds), send_noted)
        except ClientDisconnect:
            # Nobody is left to be answered, and nothing went wrong here.
            return
        except Exception as error:
            answer = answer_for(error, scope)
            if started:  # too late for another answer: the server cuts the connection
                raise
            await answer(scope, receive, send)


def _bounded(receive: Receive, headers: Headers, bounds: Bounds) -> Receive:
    """The clock runs from the first look at the body. Exceptions are those that FastAPI lets through."""
    declared = headers.get("content-length", "")
    began: float | None = None
    taken, whole = 0, False

    async def receive_bounded() -> Message:
        nonlocal began, taken, whole
        if whole:
            return await receive()
        if declared.isdecimal() and int(declared) > bounds.kib * KIB:
            raise HTTPException(413, bounds.size)
        now = asyncio.get_running_loop().time()
        began = now if began is None else began
        try:
            async with asyncio.timeout_at(began + bounds.due(taken)):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408) from None
        taken += len(message.get("body", b""))
        if taken > bounds.kib * KIB:
            raise HTTPException(413, bounds.size)
        whole = not message.get("more_body", False)
        return message

    return receive_bounded
