"""Speaking HTTP by hand: what no client library would send, and how long the other side bears it."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

from shared.http.serve import http_server

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Answer:
    """Of what was read until the other side ended the connection."""

    raw: bytes
    seconds: float

    @property
    def status(self) -> int:
        return int(self.raw.split(b" ", 2)[1])

    @property
    def headers(self) -> dict[str, str]:
        lines = self.raw.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]
        return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}

    @property
    def problem(self) -> dict[str, Any]:
        """Its body, in one piece or in chunks."""
        body = self.raw.partition(b"\r\n\r\n")[2]
        found: dict[str, Any] = json.loads(body[body.index(b"{") : body.rindex(b"}") + 1])
        return found


@asynccontextmanager
async def speaking(
    port: int, host: str = LOOPBACK
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Ended whatever happens: a connection left open fails the tests that come after."""
    reader, writer = await asyncio.open_connection(host, port)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def said(port: int, data: bytes, trickle: bytes = b"", patience: float = 20) -> Answer:
    """Send, and then a little again and again where told, until the other side has ended the connection."""
    async with speaking(port) as (reader, writer):
        began = time.monotonic()

        async def trickling() -> None:
            while trickle:
                writer.write(trickle)
                await asyncio.sleep(0.05)

        writer.write(data)
        more = asyncio.create_task(trickling())
        raw = bytearray()
        try:
            async with asyncio.timeout(patience):
                while part := await reader.read(65536):
                    raw += part
        except ConnectionResetError:
            pass  # It ended all the same, while something was still being sent.
        finally:
            more.cancel()
    return Answer(bytes(raw), time.monotonic() - began)


@asynccontextmanager
async def served(app: FastAPI) -> AsyncIterator[int]:
    """By the real server, as every service is; its port."""
    server = http_server(app, LOOPBACK, 0)
    task = asyncio.create_task(server.serve())
    while not server.started:
        assert not task.done()
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task
