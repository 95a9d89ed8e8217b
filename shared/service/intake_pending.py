"""How much stands on INTAKE that a service has not settled yet: a stuck intake shows nowhere else."""

import asyncio

from nats.aio.client import Client
from nats.errors import Error as NatsError

from shared.bus.cancellation import heed_cancellation
from shared.bus.jetstream import INTAKE
from shared.logging import get_logger
from shared.metrics import INTAKE_PENDING

_log = get_logger(__name__)

_LOOK_SECONDS = 5.0


async def watch_intake_pending(bus: Client, service: str) -> None:
    """Until cancelled. While the broker does not answer, the gauge stays; that it is away, readiness says."""
    jetstream = bus.jetstream(timeout=5)
    while True:
        heed_cancellation()
        try:
            consumer = await jetstream.consumer_info(INTAKE, service)
            # Fetched ones too: they may be what intake is stuck on.
            INTAKE_PENDING.set((consumer.num_pending or 0) + (consumer.num_ack_pending or 0))
        except (NatsError, TimeoutError) as error:
            _log.warning("intake_not_looked_at", error=repr(error))
        await asyncio.sleep(_LOOK_SECONDS)
