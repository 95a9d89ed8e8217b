"""The one way to connect to NATS: own inbox only, reconnecting for ever, and never living on when closed."""

import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from weakref import WeakSet

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import SlowConsumerError

from shared.metrics import BUS_OVERRUNS

log = structlog.get_logger()
_overrun: WeakSet[Subscription] = WeakSet()


def inbox_prefix(user: str) -> str:
    """Replies come here; each user may subscribe to its own inbox and to nobody else's."""
    return f"_INBOX_{user}"


def stop_process() -> None:
    """What a service does when its connection is closed for good: end in order, to be started anew."""
    os.kill(os.getpid(), signal.SIGTERM)


class _Client(Client):
    """nats-py's, which would lose the connection over a subject or a status that is not UTF-8, each time."""

    async def _process_msg(self, sid: int, subject: bytes, reply: bytes, data: bytes, headers: bytes) -> None:
        """Headers of what stands in a stream are its publisher's: nobody reads them, and none are parsed."""
        await super()._process_msg(sid, subject, reply, data, b"" if _is_delivery(reply) else headers)

    async def _process_headers(self, headers: bytes) -> dict[str, str] | None:
        if not headers:
            return None
        try:
            return await super()._process_headers(headers)
        except UnicodeDecodeError:
            return None

    def _build_message(
        self, sid: int, subject: bytes, reply: bytes, data: bytes, headers: dict[str, str] | None
    ) -> Msg:
        return Msg(self, readable(subject), readable(reply), data, headers, _sid=sid)


def _is_delivery(reply: bytes) -> bool:
    """Whether a consumer of JetStream delivered it, to be acknowledged at that subject."""
    return reply.startswith(b"$JS.ACK.")


def readable(sent: bytes) -> str:
    """As text that can be stored and shown: a publisher's subject may hold any byte but space and newline."""
    return sent.decode("utf-8", "backslashreplace").replace("\0", "\\x00")


@asynccontextmanager
async def connected(
    url: str, user: str, password: str, *, on_closed: Callable[[], None] = stop_process
) -> AsyncIterator[Client]:
    """Waits for the server as long as it takes. `on_closed` runs when the connection ends unasked."""
    bus = _Client()
    leaving = False

    async def closed() -> None:
        if not leaving:
            log.error("bus_closed", user=user, error=repr(bus.last_error))
            on_closed()

    await bus.connect(
        url,
        user=user,
        password=password,
        name=user,
        inbox_prefix=inbox_prefix(user),
        max_reconnect_attempts=-1,
        # Whole seconds by its type only; a fraction is what a local restart needs.
        reconnect_time_wait=0.25,  # type: ignore[arg-type]
        ping_interval=5,
        error_cb=_failed,
        reconnected_cb=_reconnected,
        closed_cb=closed,
    )
    try:
        yield bus
    finally:
        leaving = True
        await _close(bus)


async def _close(bus: Client) -> None:
    # A server that went away has closed it already.
    with suppress(OSError):
        await bus.close()


def was_overrun(subscription: Subscription | None) -> bool:
    """Whether messages came so much faster than they were taken that it was ended: somebody has to subscribe
    anew. Until then whoever sends them is told "no responders" by the server, and reaches nobody here.
    """
    return subscription in _overrun


async def _failed(error: Exception) -> None:
    if isinstance(error, SlowConsumerError):
        await _end(error.sub)
    else:
        log.warning("bus_error", error=repr(error))


async def _end(subscription: Subscription) -> None:
    _overrun.add(subscription)
    BUS_OVERRUNS.inc()
    log.warning("bus_overrun", subject=subscription.subject)
    await subscription.unsubscribe()


async def _reconnected() -> None:
    log.info("bus_reconnected")
