"""A service says on the bus where its read model stands still, again and again; notifications alarms."""

import asyncio

import orjson
from nats.aio.client import Client
from nats.errors import Error as NatsError

from shared.bus.cancellation import heed_cancellation
from shared.bus.permissions import stopped_subject
from shared.event_log.connection import DATABASE_AWAY
from shared.logging import get_logger
from shared.read_model.checkpointed import Checkpointed
from shared.read_model.model import AnotherVersion

_log = get_logger(__name__)

EVERY_SECONDS = 3.0


async def announce_stopped(bus: Client, service: str, model: Checkpointed) -> None:
    """Until cancelled; also that nothing stands still."""
    while True:
        heed_cancellation()
        try:
            folded = await model.folded()
            told = [each.to_json() for each in folded.stopped.values()]
            await bus.publish(stopped_subject(service), orjson.dumps({"service": service, "stopped": told}))
        except (*DATABASE_AWAY, AnotherVersion, NatsError) as error:
            _log.warning("stopped_not_announced", error=repr(error))
        await asyncio.sleep(EVERY_SECONDS)
