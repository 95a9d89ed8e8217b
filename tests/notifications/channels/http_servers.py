"""A real HTTP server that answers as a test says: a whole answer, half of one, none, or none for ever."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.target).query).items()}

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Answer: TypeAlias = bytes | None
"""What is written before the connection ends; None: it is held."""


@dataclass
class Site:
    answer: Callable[[Request], Answer]
    requests: list[Request] = field(default_factory=list)
    url: str = ""
    open: int = 0

    async def met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {
                name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:]) if name
            }
            method, target, _ = head[0].split(" ")
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            self.requests.append(Request(method, target, headers, body))
            answer = self.answer(self.requests[-1])
            if answer is None:
                await reader.read()
            else:
                writer.write(answer)
        writer.close()
        with suppress(ConnectionError, ssl.SSLError):
            await writer.wait_closed()
        self.open -= 1


def said(status: int, content: Any = None, **headers: str) -> bytes:
    """`Retry_After` is the header Retry-After."""
    body = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Content-Type: application/json"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


@asynccontextmanager
async def site(
    answer: Answer | Callable[[Request], Answer], tls: ssl.SSLContext | None = None
) -> AsyncIterator[Site]:
    made = Site(answer if callable(answer) else lambda _: answer)
    async with await asyncio.start_server(made.met, "127.0.0.1", 0, ssl=tls) as server:
        made.url = f"http{'s' if tls else ''}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield made
        async with asyncio.timeout(10):
            while made.open:
                await asyncio.sleep(0.01)


async def nobody() -> str:
    """The address of a server that is gone."""
    async with site(b"") as gone:
        return gone.url
