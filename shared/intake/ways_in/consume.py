"""Reading INTAKE in order after the last acknowledgement; from there again when a message is missing."""

import asyncio
from collections.abc import Callable

import orjson
from nats.aio.client import Client
from nats.errors import Error as NatsError

from shared.bus.cancellation import heed_cancellation
from shared.bus.jetstream import INTAKE
from shared.bus.pull import Lost, Pull, pulling
from shared.intake.ways_in.bus import BusIntake
from shared.logging import get_logger

log = get_logger(__name__)

_AGAIN_SECONDS = 0.25


async def read_intake(bus: Client, service: str, intake: BusIntake, opened: Callable[[], None]) -> None:
    """Until cancelled. `opened` is called once facts are taken in.

    Acknowledging the last message of a batch acknowledges all before it, also one that the client lost. So
    when a message is missing, everything that is not acknowledged is delivered again.
    """
    while True:
        heed_cancellation()
        try:
            await start_over(bus, service)
            async with pulling(bus, INTAKE, service) as pull:
                opened()
                await _read(pull, intake)
        except (Lost, NatsError, TimeoutError) as error:
            log.warning("intake_starts_over", error=repr(error))
            await asyncio.sleep(_AGAIN_SECONDS)


async def start_over(bus: Client, service: str) -> None:
    """Resubscribe at the last acknowledgement: what follows is delivered again, in order, counted from 1."""
    answer = await bus.request(f"$JS.API.CONSUMER.RESET.{INTAKE}.{service}", b"", timeout=5)
    failure = orjson.loads(answer.data).get("error")
    if failure is not None:
        raise Lost(f"intake's consumer could not be reset: {failure}")


async def _read(pull: Pull, intake: BusIntake) -> None:
    while True:
        heed_cancellation()
        await intake.take(await pull.next_messages())
