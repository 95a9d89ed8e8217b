"""Looking after the streams for as long as the product runs: what NATS lost is made anew, to be refilled.

Services may not create streams. `paicha up` does this itself; with containers `python -m shared.bus` does.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from shared.bus.cancellation import heed_cancellation
from shared.bus.connect import connected
from shared.bus.provision import KnownLog, NotSynced, check_synced, provision
from shared.bus.users import PROVISIONER, SYSTEM

_LOOK_SECONDS = 1.0
_NOTICED_SECONDS = 0.1
_AGAIN_SECONDS = 0.25
_BELIEVED_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class BusStaff:
    """Where NATS is, and the passwords of the two users that provision it."""

    url: str
    passwords: Mapping[str, str]
    """Of `provisioner` and `system`."""

    def sign_in(self, user: str) -> AbstractAsyncContextManager[Client]:
        return connected(self.url, user, self.passwords[user], on_closed=_nothing)


def _nothing() -> None:
    """A closed connection fails the request in hand; this process is no service to be restarted."""


class Announced:
    """What the logs say of themselves every second on `clock.*`: how far they reach, and so can refill."""

    def __init__(self) -> None:
        self._heard: dict[str, tuple[float, KnownLog]] = {}

    async def take(self, message: Msg) -> None:
        told = orjson.loads(message.data)
        self._heard[told["log"]] = (time.monotonic(), KnownLog(told["logid"], told["position"]))

    def logs(self) -> dict[str, KnownLog]:
        """Without those that fell silent: a log that disagrees with its stream must not cost the stream."""
        since = time.monotonic() - _BELIEVED_SECONDS
        return {name: known for name, (heard, known) in self._heard.items() if heard > since}


async def prepare(staff: BusStaff, logs: Mapping[str, KnownLog]) -> list[str]:
    """Once, before the services start: what was created or corrected, for people."""
    async with staff.sign_in(SYSTEM) as system, staff.sign_in(PROVISIONER) as provisioner:
        await check_synced(system)
        return await provision(provisioner, logs)


async def tend(staff: BusStaff, say: Callable[[str], None], in_order: Callable[[], None]) -> None:
    """Until cancelled. `in_order` is called each time that all is as it should be, or was made so."""
    while True:
        heed_cancellation()
        try:
            async with staff.sign_in(SYSTEM) as system, staff.sign_in(PROVISIONER) as provisioner:
                await _look_after(system, provisioner, say, in_order)
        except (NatsError, NotSynced, OSError) as error:
            say(f"The streams can't be looked after yet: {error!r}")
        await asyncio.sleep(_AGAIN_SECONDS)


async def _look_after(
    system: Client, provisioner: Client, say: Callable[[str], None], in_order: Callable[[], None]
) -> None:
    """Until something fails."""
    announced = Announced()
    await provisioner.subscribe("clock.*", cb=announced.take)
    while True:
        heed_cancellation()
        for done in await _while_connected(provisioner, _look(system, provisioner, announced.logs())):
            say(done)
        in_order()
        await asyncio.sleep(_LOOK_SECONDS)


async def _look(system: Client, provisioner: Client, logs: Mapping[str, KnownLog]) -> list[str]:
    await check_synced(system)
    return await provision(provisioner, logs)


async def _while_connected(bus: Client, work: Coroutine[Any, Any, list[str]]) -> list[str]:
    """An answer that was lost with its connection is not waited for: the server needs its streams again."""
    task, connection = asyncio.ensure_future(work), bus.stats["reconnects"]
    try:
        while not (await asyncio.wait({task}, timeout=_NOTICED_SECONDS))[0]:
            if not bus.is_connected or bus.stats["reconnects"] != connection:
                raise NatsError("the connection was lost")
        return task.result()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
