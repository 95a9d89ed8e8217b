"""Asking over HTTP with as little work as can be: the client runs on the same two cores."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

_LINE_BYTES = 64 * 1024


class Refused(Exception):
    """The benchmark asked for something that it did not get: it is broken, not slow."""


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    expected: int = 200

    def raw(self, host: str) -> bytes:
        sized = (("Content-Length", str(len(self.body))),) if self.body else ()
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {host}"]
        lines += [f"{name}: {value}" for name, value in (*self.headers, *sized)]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


@dataclass(frozen=True, slots=True)
class Taken:
    """By one or several callers, each asking as soon as it was answered."""

    seconds: float
    times: Sequence[float]
    """Of each answer, in seconds, sorted."""

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds

    def ms(self, share: float) -> float:
        return self.times[min(len(self.times) - 1, int(len(self.times) * share))] * 1000


async def answers(port: int, requests: Sequence[Request], connections: int, seconds: float) -> Taken:
    """Each connection goes round the requests, from another one of them on."""
    began = time.perf_counter()
    asked = (_round(port, requests, first, began + seconds) for first in range(connections))
    times = sorted(time_ for of_one in await asyncio.gather(*asked) for time_ in of_one)
    return Taken(time.perf_counter() - began, times)


async def each_once(port: int, requests: Sequence[Request]) -> Taken:
    """By one caller, one after the other."""
    began = time.perf_counter()
    times = await _ask_all(port, requests)
    return Taken(time.perf_counter() - began, sorted(times))


async def _ask_all(port: int, requests: Sequence[Request]) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=_LINE_BYTES)
    times = []
    for request in requests:
        started = time.perf_counter()
        writer.write(request.raw(f"127.0.0.1:{port}"))
        await _answered(reader, request)
        times.append(time.perf_counter() - started)
    writer.close()
    return times


async def _round(port: int, requests: Sequence[Request], first: int, until: float) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=_LINE_BYTES)
    raw = [(request, request.raw(f"127.0.0.1:{port}")) for request in requests]
    times = []
    now = time.perf_counter()
    while now < until:
        request, sent = raw[(first + len(times)) % len(raw)]
        writer.write(sent)
        await _answered(reader, request)
        now, started = time.perf_counter(), now
        times.append(now - started)
    writer.close()
    return times


async def _answered(reader: asyncio.StreamReader, request: Request) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    lowered = head.lower()
    if (at := lowered.find(b"\r\ncontent-length:")) >= 0:
        body = await reader.readexactly(int(lowered[at + 17 : lowered.index(b"\r\n", at + 2)]))
    elif b"\r\ntransfer-encoding: chunked" in lowered:
        body = await _chunks(reader)
    else:
        body = b""
    if status != request.expected:
        raise Refused(f"{request.method} {request.path}: {status} {body[:500]!r}")


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readexactly(2)
    return body
