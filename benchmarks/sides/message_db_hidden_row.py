"""The hidden-row test on message-db: its function writes, its readers of a category read."""

import asyncio
from typing import Any
from uuid import uuid4

import orjson

from shared.event_log.connection import Pool

_WRITE = "select write_message($1, $2, 'hazard.found', $3::text::jsonb, null, -1)"
_READ = "select global_position, data from get_category_messages('hazard', $1, $2)"


class HiddenRow:
    """Every write is begun at once and may take long; `read` goes on from its checkpoint."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._writes: dict[str, asyncio.Task[None]] = {}
        self._checkpoint = 0

    async def write(self, request: dict[str, Any]) -> dict[str, Any]:
        self._writes[request["name"]] = asyncio.create_task(self._written(request))
        return {}

    async def settle(self, request: dict[str, Any]) -> dict[str, Any]:
        """Which of the writes are done, at the latest after so many seconds."""
        if self._writes:
            await asyncio.wait(self._writes.values(), timeout=request["seconds"])
        done = [name for name, write in self._writes.items() if write.done()]
        for name in done:
            self._writes.pop(name).result()
        return {"done": done}

    async def read(self, request: dict[str, Any]) -> dict[str, Any]:
        names = []
        while rows := await self._pool.fetch(_READ, self._checkpoint + 1, request["batch"]):
            names += [orjson.loads(data)["hazard_id"] for _, data in rows]
            self._checkpoint = rows[-1][0]
        return {"names": names}

    async def _written(self, request: dict[str, Any]) -> None:
        name = request["name"]
        data = orjson.dumps({"hazard_id": name, **request["found"][0]}).decode()
        async with self._pool.acquire() as connection, connection.transaction():
            if request["begun_early"]:
                # Its transaction is older than others', and only then does it look for its place.
                await connection.execute("select pg_current_xact_id(), pg_advisory_xact_lock_shared(1)")
            await connection.execute(_WRITE, str(uuid4()), f"hazard-{name}", data)
