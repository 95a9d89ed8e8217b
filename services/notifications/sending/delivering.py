"""Jobs of the queue, for any number of processes. A job only wakes: the table says what is to do."""

import asyncio
import re

from faststream import AckPolicy
from faststream.message import StreamMessage
from faststream.nats import JStream, NatsRouter, PullSub
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from services.notifications.sending.equipment import Equipment
from services.notifications.sending.send import send
from shared.bus.broker import ServiceBroker
from shared.bus.cancellation import until_ended
from shared.bus.connect import inbox_prefix
from shared.bus.jetstream import DELIVERIES
from shared.bus.users import SENDER
from shared.logging import get_logger

_log = get_logger(__name__)

_ID = re.compile(rb"[a-z2-7]{26}")
_AT_ONCE = 16
_UNDER_WAY = 32
_ENDING_SECONDS = 5.0


class Deliveries:
    def __init__(self, equipment: Equipment) -> None:
        self._equipment, self._broker = equipment, ServiceBroker()
        self._channels = sorted(equipment.channels)
        self._bus: Client | None = None
        self._under_way: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(_UNDER_WAY)
        within = NatsRouter()
        for channel in self._channels:
            within.subscriber(
                f"deliver.{channel}",
                stream=JStream(name=DELIVERIES, declare=False),
                durable=channel,
                pull_sub=PullSub(batch_size=_AT_ONCE, timeout=1.0),
                inbox_prefix=f"{inbox_prefix(SENDER)}.".encode(),
                ack_policy=AckPolicy.ACK,
                decoder=_read,
            )(self._deliver)
        self._broker.include_routers(within)

    async def run(self, bus: Client) -> None:
        """Until cancelled. Calls under way may then end: what nobody heard of would be in doubt."""
        self._bus = bus
        try:
            async with self._broker.started_on(bus):
                await until_ended()
        finally:
            if self._under_way:
                _, late = await asyncio.wait(self._under_way, timeout=_ENDING_SECONDS)
                for each in late:
                    each.cancel()

    async def ready(self) -> str | None:
        """A consumer that is gone would be asked for ever, without a word."""
        if (told := await self._broker.ready()) is not None or self._bus is None:
            return told or "is not started"
        stream = self._bus.jetstream(timeout=2)
        try:
            for channel in self._channels:
                await stream.consumer_info(DELIVERIES, channel)
        except (NatsError, TimeoutError) as error:
            return f"has no queue: {error!r}"
        return None

    async def _deliver(self, id_: str) -> None:
        """Not waiting: a provider that hangs holds up none of the others, and no urgent one."""
        if not id_:
            return
        await self._room.acquire()
        sending = asyncio.create_task(self._send(id_))
        self._under_way.add(sending)
        sending.add_done_callback(self._done)

    def _done(self, sending: "asyncio.Task[None]") -> None:
        self._under_way.discard(sending)
        self._room.release()

    async def _send(self, id_: str) -> None:
        """Never raises: what failed is still planned, and woken again; or it is in doubt, which is kept."""
        try:
            await send(self._equipment, id_)
        except Exception:  # noqa: BLE001 - as said above
            _log.exception("delivery_failed", reminder=id_)


async def _read(message: StreamMessage[Msg]) -> str:
    """The reminder's id; nothing for what is no job of ours."""
    return message.body.decode() if _ID.fullmatch(message.body) else ""
