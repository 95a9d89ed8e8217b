"""Whether INTAKE still takes atomic batches: one publisher can hold all that may be unfinished at a time.

The server tells that only to whoever is refused, so it is asked as a publisher would ask.
"""

import asyncio

import orjson
from nats.aio.client import Client
from nats.errors import Error as NatsError

from shared.bus.cancellation import heed_cancellation
from shared.bus.jetstream import TOO_MANY_OPEN
from shared.bus.permissions import room_subject
from shared.logging import get_logger
from shared.metrics import INTAKE_BATCHES_REFUSED

_log = get_logger(__name__)

_ASK_SECONDS = 5.0
_HEADERS = {
    "Nats-Batch-Id": "room",
    "Nats-Batch-Sequence": "1",
    "Nats-Batch-Commit": "1",
    # Meant to be refused: there is no such stream, so where there is room nothing is stored either.
    "Nats-Expected-Stream": "NONE",
}


async def watch_batch_room(bus: Client, service: str) -> None:
    """Until cancelled. While the broker does not answer, the gauge stays."""
    while True:
        heed_cancellation()
        try:
            INTAKE_BATCHES_REFUSED.set(await _is_refused(bus, service))
        except (NatsError, TimeoutError) as error:
            _log.warning("batch_room_not_asked", error=repr(error))
        await asyncio.sleep(_ASK_SECONDS)


async def _is_refused(bus: Client, service: str) -> bool:
    answer = await bus.request(room_subject(service), b"", timeout=5, headers=_HEADERS)
    error = orjson.loads(answer.data).get("error", {})
    return bool(error.get("err_code") == TOO_MANY_OPEN)
