"""Our side of the hidden-row test: writers that share nothing but the database, and the log's own reader."""

import asyncio
from typing import Any

import orjson

from benchmarks.sides.facts import found
from services.hazards.commands import COMMANDS
from services.hazards.reference_cache import ReferenceCache
from shared.clock import Clock
from shared.event_log.append import append
from shared.event_log.connection import Pool
from shared.event_log.head import read_head
from shared.event_log.read import read_after
from shared.instant import microseconds
from shared.intake.commit.queue import Intake
from shared.intake.judging.pending_append import PendingAppend
from shared.intake.judging.rules import IntakeRules
from shared.intake.judging.stream_states import StreamState, StreamStates
from shared.intake.waiting.hooks import Hooks


class HiddenRow:
    """Every write is begun at once and may take long; `read` goes on from its checkpoint."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._writes: dict[str, asyncio.Task[None]] = {}
        self._checkpoint = 0

    async def write(self, request: dict[str, Any]) -> dict[str, Any]:
        begun_early = request["begun_early"]
        work = self._begun_early(request) if begun_early else self._submitted(request)
        self._writes[request["name"]] = asyncio.create_task(work)
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
        async with self._pool.acquire() as connection:
            while events := await read_after(connection, self._checkpoint, request["batch"]):
                names += [orjson.loads(event.raw)["data"]["hazard_id"] for event in events]
                self._checkpoint = events[-1].position
        return {"names": names}

    async def _submitted(self, request: dict[str, Any]) -> None:
        """By an intake of its own, as another process would have one."""
        intake = Intake(
            self._pool, Clock(), IntakeRules("hazards", COMMANDS, ReferenceCache(self._pool), 900), Hooks()
        )
        await intake.start()
        try:
            await intake.submit([found(request["name"], request["found"][0])], over_bus=False)
        finally:
            await intake.stop()

    async def _begun_early(self, request: dict[str, Any]) -> None:
        """Its transaction is older than others', and only then does it look for its place."""
        fact = found(request["name"], request["found"][0])
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("select pg_current_xact_id(), pg_advisory_xact_lock_shared(1)")
            head = await read_head(connection)
            streams = StreamStates(COMMANDS)
            stream = f"{fact.account.township}/hazard/{request['name']}"
            streams.keep({stream: StreamState(streams.decider(stream).initial, 0)})
            pending = PendingAppend(head, streams, Clock().now(), microseconds(fact.occurred))
            pending.record(fact, stream, "v-1", [fact.data])
            await append(connection, head, pending.new, pending.first_recorded, pending.recording())
