"""Starting intake's consumer where it was acknowledged, and noticing when it has gone silent."""

import asyncio
import time

import orjson
from nats.aio.client import Client

from shared.bus.connect import stop_process
from shared.bus.streams import INTAKE
from shared.intake.bus import BusIntake
from shared.logging import get_logger

log = get_logger(__name__)

_LOOK_SECONDS = 2.0
_SILENT_SECONDS = 30.0


async def start_over(bus: Client, service: str) -> None:
    """What a process before this one fetched and did not acknowledge comes again at once, in order."""
    answer = await bus.request(f"$JS.API.CONSUMER.RESET.{INTAKE}.{service}", b"", timeout=5)
    failure = orjson.loads(answer.data).get("error")
    if failure is not None:
        raise ConnectionError(f"intake's consumer could not be reset: {failure}")


async def watch(bus: Client, service: str, intake: BusIntake) -> None:
    """Facts are pending and none is handled: end the process, the supervisor starts it anew."""
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        try:
            answer = await bus.request(f"$JS.API.CONSUMER.INFO.{INTAKE}.{service}", b"", timeout=2)
        except Exception as error:  # noqa: BLE001  # the server is away; the connection looks after that
            intake.handled_at = time.monotonic()
            log.debug("intake_not_seen", error=repr(error))
            continue
        info = orjson.loads(answer.data)
        pending = info.get("num_pending", 0) + info.get("num_ack_pending", 0)
        if not pending:
            intake.handled_at = time.monotonic()
        elif time.monotonic() - intake.handled_at > _SILENT_SECONDS:
            log.error("intake_silent", pending=pending)
            stop_process()
