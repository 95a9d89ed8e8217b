"""FastStream on a connection of the service: typed handlers of messages that are jobs of their own.

A broker that opens its connection itself stays dead once a sign-in was refused while it reconnected: its
error callback raises inside the client. What `connected` opens goes on, and its subscriptions come back.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType

from faststream.exceptions import IncorrectState
from faststream.nats import NatsBroker
from nats.aio.client import Client
from nats.errors import Error as NatsError

from shared.logging import get_logger

_log = get_logger(__name__)


class ServiceBroker(NatsBroker):
    """Neither opens nor closes the connection, and logs nothing: whoever handles a message does."""

    def __init__(self) -> None:
        super().__init__(logger=None)
        self._bus: Client | None = None

    @asynccontextmanager
    async def started_on(self, bus: Client) -> AsyncIterator[None]:
        """With all that was registered. What is registered later starts itself."""
        self._bus = bus
        await self.start()
        try:
            yield
        finally:
            await self.stop()

    async def ready(self) -> str | None:
        """For a service's readiness; that the bus is away, its own check says."""
        return None if self.running else "is not started"

    async def _connect(self) -> Client:
        if self._bus is None:
            raise IncorrectState("a broker of the service is started with `started_on`")
        self.config.connect(self._bus)
        return self._bus

    async def stop(
        self,
        exc_type: type[BaseException] | None = None,
        exc_val: BaseException | None = None,
        exc_tb: TracebackType | None = None,
    ) -> None:
        """Not NatsBroker's, which drains the connection."""
        try:
            await super(NatsBroker, self).stop(exc_type, exc_val, exc_tb)
        except* NatsError:
            _log.info("subscriptions_ended_already")
        self._connection = None
        self.config.disconnect()
