"""A publisher on the bus that gives up nothing: it sends again what has no receipt, always in order."""

import asyncio
import json
from random import Random

import orjson
from nats import errors
from nats.aio.client import Client
from nats.aio.msg import Msg

from deploy.publishing.batch import NotStored, publish_batch
from deploy.publishing.line import Key, Line
from tests.crash.flow import Flow
from tests.crash.outstanding import Outstanding
from tests.oracle.said import Said

_MOST = 300
_LARGEST = 30
_SINGLY = 0.25
"""How many batches go as single messages instead of one atomic batch."""
_OVERDUE_SECONDS = 5
_PACE_SECONDS = 0.12


class BusSender:
    def __init__(self, bus: Client, name: str, flow: Flow, rng: Random) -> None:
        self._bus, self._name, self._flow, self._rng = bus, name, flow, rng
        # What the client would keep while the connection is away, and send first once it is back, must not
        # overtake what has to be sent again.
        bus._max_pending_size = 0
        self._connection = bus.stats["reconnects"]
        self.outstanding = Outstanding()

    async def run(self) -> None:
        await self._bus.subscribe(f"receipts.{self._name}", cb=self._take)
        while True:
            await self._send_again()
            if len(self.outstanding) < _MOST:
                facts = self._flow.take("bus", self._rng.randint(1, _LARGEST))
                self.outstanding.begin(facts)
                await self._store(facts)
            await asyncio.sleep(self._rng.random() * 2 * _PACE_SECONDS)

    async def _take(self, message: Msg) -> None:
        self.outstanding.take(json.loads(message.data))

    async def _send_again(self) -> None:
        """All of it after a lost connection: whatever the bus held may be gone, and order has to be kept."""
        patience = 0 if self._was_lost() else _OVERDUE_SECONDS
        self._connection = self._bus.stats["reconnects"]
        again = self.outstanding.overdue(patience)
        self.outstanding.begin(again)
        await self._store(again)

    async def _store(self, facts: list[Said]) -> None:
        """Until the bus has it: nothing overtakes it. After a lost connection all is sent again, not this."""
        lines = [Line(0, Key(*fact.key), fact.type, orjson.dumps(fact.cloudevent())) for fact in facts]
        while lines and not self._was_lost() and not await self._stored(lines):
            await asyncio.sleep(0.1)

    def _was_lost(self) -> bool:
        return self._bus.stats["reconnects"] != self._connection

    async def _stored(self, lines: list[Line]) -> bool:
        """False when it was refused or the connection was lost on the way."""
        storing = asyncio.ensure_future(self._publish(lines))
        reconnects = self._bus.stats["reconnects"]
        try:
            while not (await asyncio.wait({storing}, timeout=0.05))[0]:
                if not self._bus.is_connected or self._bus.stats["reconnects"] != reconnects:
                    return False
            storing.result()
        except (NotStored, errors.Error, TimeoutError, OSError):
            return False
        finally:
            storing.cancel()
        return True

    async def _publish(self, lines: list[Line]) -> None:
        if self._rng.random() < _SINGLY:
            for line in lines:
                self._heed_loss()
                subject = f"intake.{self._name}.{line.type}"
                await self._bus.jetstream(timeout=30).publish(subject, line.raw, timeout=2)
        else:
            self._heed_loss()
            await publish_batch(self._bus, self._name, lines)

    def _heed_loss(self) -> None:
        if self._was_lost():
            raise NotStored("what was sent before has to be sent again first")
