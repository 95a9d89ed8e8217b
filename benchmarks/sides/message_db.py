"""The message-db side: its own SQL functions on Debian's Postgres, asked by asyncpg, a task per caller.

States are kept in memory as the entity stores of its clients keep them; the expected version is its check.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import asyncpg
import orjson
import uvloop

from benchmarks.sides.chosen import chosen
from benchmarks.sides.latency import summary
from benchmarks.sides.message_db_hidden_row import HiddenRow
from shared.event_log.connection import Pool
from shared.service.garbage import collect_seldom

WRITE = "select write_message($1, $2, $3, $4::text::jsonb, null, $5)"
_READ = "select type, position, data from get_stream_messages($1, 0, -1)"
_POOL = 16
"""Writers of a category wait for one another, whatever their number."""

Message = tuple[str, str, dict[str, Any], int]
"""Name, type, data and the version that is expected before it."""
Work = Callable[[int, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Hazard:
    found: bool = False
    closed: bool = False
    controls: str = ""
    version: int = -1

    def evolve(self, type_: str, data: dict[str, Any], version: int) -> "Hazard":
        if type_ == "hazard.found":
            return replace(self, found=True, version=version)
        return replace(self, controls=data["controls"], version=version)


class MessageDb:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._kept: dict[str, Hazard] = {}
        hidden = HiddenRow(pool)
        self.requests = {
            "prepare": self._prepare, "append": self._append,
            "write": hidden.write, "settle": hidden.settle, "read": hidden.read,
        }  # fmt: skip

    async def _prepare(self, request: dict[str, Any]) -> dict[str, Any]:
        """All messages of several streams in one transaction: each takes a function call all the same."""
        messages = [
            message
            for place, stream in enumerate(request["streams"])
            for message in _life(place, *stream, request)
        ]
        async with self._pool.acquire() as connection:
            for first in range(0, len(messages), 500):
                batch = messages[first : first + 500]
                await connection.executemany(WRITE, [_written(*message) for message in batch])
        return {"prepared": len(messages)}

    async def _append(self, request: dict[str, Any]) -> dict[str, Any]:
        if request["forget"]:
            self._kept.clear()
        kind = "found" if request["new"] else "changed"
        work = self._found if request["new"] else self._changed

        async def command(nth: int, name: str) -> None:
            await work(name, chosen(request[kind], nth))

        collect_seldom()
        left, latencies = iter(enumerate(request["names"])), list[float]()
        started = time.perf_counter()
        await asyncio.gather(*(_caller(left, command, latencies) for _ in range(request["callers"])))
        return summary(time.perf_counter() - started, latencies)

    async def _found(self, name: str, data: dict[str, Any]) -> None:
        await self._do(name, Hazard(), "hazard.found", data)

    async def _changed(self, name: str, data: dict[str, Any]) -> None:
        hazard = self._kept.get(name) or await self._fetched(name)
        if not hazard.found or hazard.closed:
            raise AssertionError("not open")
        await self._do(name, hazard, "hazard.controls_imposed", data)

    async def _do(self, name: str, hazard: Hazard, type_: str, data: dict[str, Any]) -> None:
        version = await self._pool.fetchval(WRITE, *_written(name, type_, data, hazard.version))
        self._kept[name] = hazard.evolve(type_, data, version)

    async def _fetched(self, name: str) -> Hazard:
        hazard = Hazard()
        for type_, position, data in await self._pool.fetch(_READ, f"hazard-{name}"):
            hazard = hazard.evolve(type_, orjson.loads(data), position)
        return hazard


async def _caller(left: Iterator[tuple[int, str]], work: Work, latencies: list[float]) -> None:
    for nth, name in left:
        started = time.perf_counter()
        await work(nth, name)
        latencies.append(time.perf_counter() - started)


def _life(place: int, name: str, length: int, request: dict[str, Any]) -> Iterator[Message]:
    yield name, "hazard.found", chosen(request["found"], place), -1
    for nth in range(1, length):
        yield name, "hazard.controls_imposed", chosen(request["changed"], place + nth), nth - 1


def _written(name: str, type_: str, data: dict[str, Any], expected: int) -> tuple[Any, ...]:
    told = orjson.dumps({"hazard_id": name, **data}).decode()
    return str(uuid4()), f"hazard-{name}", type_, told, expected


async def main(dsn: str) -> None:
    settings = {"search_path": "message_store,public"}
    pool = await asyncpg.create_pool(dsn, min_size=_POOL, max_size=_POOL, server_settings=settings)
    requests = MessageDb(pool).requests
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.buffer.readline):
        request = orjson.loads(line)
        answer = await requests[request["do"]](request)
        sys.stdout.buffer.write(orjson.dumps(answer) + b"\n")
        sys.stdout.buffer.flush()
    pool.terminate()


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1]))
