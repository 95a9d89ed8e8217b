"""FastStream on the service's own connection: typed handlers of messages that are jobs of their own.

A broker with a connection of its own stays dead once a sign-in was refused while it reconnected: its error
callback raises inside the client. The service's connection goes on trying, and its subscriptions come back.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType

from faststream.nats import NatsBroker
from nats.aio.client import Client


class ServiceBroker(NatsBroker):
    """Neither opens nor closes the connection, and logs nothing: whoever handles a message does."""

    def __init__(self, bus: Client) -> None:
        super().__init__(logger=None)
        self._bus = bus

    async def _connect(self) -> Client:
        self.config.connect(self._bus)
        return self._bus

    async def stop(
        self,
        exc_type: type[BaseException] | None = None,
        exc_val: BaseException | None = None,
        exc_tb: TracebackType | None = None,
    ) -> None:
        """Not NatsBroker's, which drains the connection. One that is closed has no subscriptions left."""
        if not self._bus.is_closed:
            await super(NatsBroker, self).stop(exc_type, exc_val, exc_tb)
        self._connection = None
        self.config.disconnect()

    async def ready(self) -> str | None:
        """For a service's readiness; that the bus is away, its own check says."""
        return None if self.running else "is not started"


@asynccontextmanager
async def started(broker: ServiceBroker) -> AsyncIterator[None]:
    """With all that was registered on it. What is registered later starts itself."""
    await broker.start()
    try:
        yield
    finally:
        await broker.stop()
