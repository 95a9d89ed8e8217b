"""Jobs of the queue, for any number of processes. A job only wakes: the table says what is to do."""

import asyncio

from faststream import AckPolicy
from faststream.message import StreamMessage
from faststream.nats import JStream, NatsRouter, PullSub
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from services.notifications.reminders.key import is_id
from services.notifications.sending.equipment import Equipment
from services.notifications.sending.reported import apply_reports
from services.notifications.sending.send import send
from shared.bus.broker import ServiceBroker
from shared.bus.cancellation import until_ended
from shared.bus.connect import inbox_prefix
from shared.bus.jetstream import DELIVERIES, REPORTS
from shared.bus.users import SENDER
from shared.logging import get_logger

_log = get_logger(__name__)

_AT_ONCE = 16
_UNDER_WAY = 32
_ENDING_SECONDS = 5.0


class Deliveries:
    def __init__(self, equipment: Equipment) -> None:
        self._equipment, self._broker = equipment, ServiceBroker()
        handlers = dict.fromkeys(sorted(equipment.channels), self._deliver) | {REPORTS: self._report}
        self._jobs = sorted(handlers)
        self._bus: Client | None = None
        self._under_way: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(_UNDER_WAY)
        within = NatsRouter()
        for job, handler in handlers.items():
            within.subscriber(
                f"deliver.{job}",
                stream=JStream(name=DELIVERIES, declare=False),
                durable=job,
                pull_sub=PullSub(batch_size=_AT_ONCE, timeout=1.0),
                inbox_prefix=f"{inbox_prefix(SENDER)}.".encode(),
                ack_policy=AckPolicy.ACK,
                decoder=_read,
            )(handler)
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
            for job in self._jobs:
                await stream.consumer_info(DELIVERIES, job)
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

    async def _report(self, message: str) -> None:
        """Never raises: what was not applied is kept, and woken again."""
        if not message:
            return
        try:
            await apply_reports(self._equipment.pool, message, self._equipment.clock.now())
        except Exception:  # noqa: BLE001 - as said above
            _log.exception("report_applied_later", reminder=message)

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
    said = message.body.decode("ascii", "replace")
    return said if is_id(said) else ""
