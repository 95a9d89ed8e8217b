"""The events of the logs as their streams store them, read directly: what can't be read is told at once."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from nats.aio.client import Client

from services.reporting.fresh_fold.deriving import Deriving
from shared.read_model.order import AnotherLog, Gap
from shared.relay.stored_bytes import BATCH, Unreadable, read_stored
from shared.verifying.finding import Finding
from shared.verifying.told import Progress, Tell

_UNREADABLE = "消息流中的事件无法读取（日志 {log}） the event can't be read from the stream of {log}"
_NOT_CHAINED = (
    "消息流中其后的事件不接续它（日志 {log}） the next event in the stream of {log} does not continue it"
)
_NOT_TAKEN = (Unreadable, Gap, ValueError, TypeError, KeyError)
"""It is not there, is no event, or one that this release does not know."""


class Stopped(Exception):
    """Nothing can be folded beyond it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.told)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class StoredEvents:
    bus: Client
    tell: Tell

    async def upto(self, deriving: Deriving, last: Mapping[str, int]) -> None:
        """Each log up to its last position. Raises `Stopped` at the first event that can't be taken."""
        total = sum(last.values())
        for log, position in last.items():
            while deriving.position(log) < position:
                await self._next(deriving, log, position)
                self.tell(Progress("figures", sum(map(deriving.position, last)), total))
                await asyncio.sleep(0)

    async def _next(self, deriving: Deriving, log: str, last: int) -> None:
        """The next batch; where that fails, one by one up to the event where it does."""
        reached = deriving.position(log)
        with suppress(AnotherLog, *_NOT_TAKEN):
            deriving.take(log, await read_stored(self.bus, log, reached + 1, min(BATCH, last - reached)))
        if deriving.position(log) == reached:
            for position in range(reached + 1, min(reached + BATCH, last) + 1):
                await self._one(deriving, log, position)

    async def _one(self, deriving: Deriving, log: str, position: int) -> None:
        try:
            deriving.take(log, await read_stored(self.bus, log, position, 1))
        except AnotherLog:
            raise Stopped(Finding(position - 1, "events", _NOT_CHAINED.format(log=log))) from None
        except _NOT_TAKEN:
            pass
        if deriving.position(log) < position:
            raise Stopped(Finding(position, "events", _UNREADABLE.format(log=log)))
