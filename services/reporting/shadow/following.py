"""The logs as their streams hand them out, waited for with the patience of a process that comes last."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from nats.aio.client import Client
from nats.errors import Error as NatsError

from services.reporting.fresh_fold.deriving import Deriving
from shared.bus.pull import Lost
from shared.follower.consumer import pulling_log
from shared.read_model.order import Gap

PATIENCE_SECONDS = 900.0
"""Idle as this is, a busy machine may give it nothing for a while."""
_AGAIN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Following:
    bus: Client

    async def upto(self, deriving: Deriving, last: Mapping[str, int]) -> None:
        """Each log up to its last position. Raises TimeoutError where nothing comes for long, and what
        `Deriving.take` raises, gaps excepted."""
        for log, position in last.items():
            async with asyncio.timeout(PATIENCE_SECONDS) as patience:
                while deriving.position(log) < position:
                    await self._follow(deriving, log, position, patience)

    async def _follow(self, deriving: Deriving, log: str, last: int, patience: asyncio.Timeout) -> None:
        try:
            async with pulling_log(self.bus, log, "rebuild", deriving.position(log) + 1) as pull:
                while (wanted := last - deriving.position(log)) > 0:
                    messages = (await pull.next_messages())[:wanted]
                    deriving.take(log, [each.data for each in messages])
                    patience.reschedule(asyncio.get_running_loop().time() + PATIENCE_SECONDS)
        except (Lost, Gap, NatsError, OSError):
            await asyncio.sleep(_AGAIN_SECONDS)
