"""A service says on the bus where its read model stands still, again and again; notifications alarms."""

import asyncio
from collections.abc import Awaitable, Callable

import orjson
from nats.aio.client import Client
from nats.errors import Error as NatsError

from shared.bus.cancellation import heed_cancellation
from shared.bus.permissions import stopped_subject
from shared.event_log.connection import DATABASE_AWAY
from shared.json_types import JsonObject
from shared.logging import get_logger
from shared.read_model.checkpointed import Checkpointed
from shared.read_model.model import AnotherVersion

_log = get_logger(__name__)

EVERY_SECONDS = 3.0


async def _nothing() -> JsonObject:
    return {}


async def announce_stopped(
    bus: Client,
    service: str,
    model: Checkpointed,
    beside: Callable[[], Awaitable[JsonObject]] = _nothing,
) -> None:
    """Until cancelled; also that nothing stands still. `beside`: what else the service says of itself."""
    while True:
        heed_cancellation()
        try:
            folded = await model.folded()
            told = [each.to_json() for each in folded.stopped.values()]
            said = {"service": service, "stopped": told, **await beside()}
            await bus.publish(stopped_subject(service), orjson.dumps(said))
        except (*DATABASE_AWAY, AnotherVersion, NatsError) as error:
            _log.warning("stopped_not_announced", error=repr(error))
        await asyncio.sleep(EVERY_SECONDS)
