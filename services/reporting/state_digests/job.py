"""Making the digests of a running service, one at a time: it takes seconds, and tells how far it is."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from nats.aio.client import Client

from services.reporting.read_model import FIGURES
from services.reporting.state_digests.block import Block
from services.reporting.state_digests.copies import merged_copies
from services.reporting.state_digests.digests import Header
from services.reporting.state_digests.kept import kept_state
from services.reporting.state_digests.making import Making
from shared.bus.cancellation import heed_cancellation
from shared.event_log.connection import Pool
from shared.logging import get_logger
from shared.problems import Rejected

_log = get_logger(__name__)

State = Literal["waiting", "running", "done", "failed"]


@dataclass(slots=True)
class Job:
    every: int
    state: State = "waiting"
    total: int = 0
    """Events, of all logs."""
    done: int = 0
    header: Header | None = None
    blocks: list[Block] = field(default_factory=list)
    refusal: Rejected | None = None
    """Why it failed, where somebody can do something about it."""

    @property
    def under_way(self) -> bool:
        return self.state in ("waiting", "running")


class StateDigests:
    """`run` has to run beside those who ask. The last ones made are kept, in memory."""

    def __init__(self, pool: Pool, bus: Client) -> None:
        self._pool, self._bus = pool, bus
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="digests")
        self._job: Job | None = None
        self._asked = asyncio.Event()

    def of(self, every: int, *, again: bool) -> Job:
        """Those under way or made, well or not; `again`, new ones. While others of another interval are made
        they wait, and begin with the first question after that."""
        job = self._job
        if job is not None and job.every == every and (job.under_way or not again):
            return job
        if job is not None and job.under_way:
            return Job(every)
        self._job = Job(every)
        self._asked.set()
        return self._job

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            heed_cancellation()
            await self._asked.wait()
            self._asked.clear()
            if self._job is not None and self._job.state == "waiting":
                await self._run(self._job)

    async def _run(self, job: Job) -> None:
        job.state = "running"
        try:
            await self._make(job)
            job.state = "done"
        except Rejected as refusal:
            job.state, job.refusal = "failed", refusal
        except Exception as error:  # noqa: BLE001  # whatever stands in a copy, the service goes on
            _log.error("digests_failed", exc_info=error)
            job.state = "failed"

    async def _make(self, job: Job) -> None:
        kept = await kept_state(self._pool)
        job.total = sum(kept.last.values())
        making = Making(job.every)
        async for events in merged_copies(self._pool, self._bus, kept.last):
            job.blocks += await self._beside(partial(making.add, events))
            job.done += len(events)
        job.blocks += await self._beside(making.end)
        job.header = Header(job.every, dict(kept.last), FIGURES.version, kept.state)

    async def _beside(self, make: Callable[[], Iterable[Block]]) -> list[Block]:
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: list(make()))
