"""A consumer of one log from a position on. The broker keeps no truth: it is in memory and made anew."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import token_hex

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from shared.bus.jetstream import jetstream_of
from shared.bus.pull import Pull, pulling

_FORGOTTEN_AFTER_SECONDS = 60


@asynccontextmanager
async def pulling_log(bus: Client, log: str, reader: str, first: int) -> AsyncIterator[Pull]:
    """The events of a log from position `first` on."""
    consumer = f"{reader}-{token_hex(8)}"
    async with pulling(bus, jetstream_of(log), consumer) as pull:
        await bus.jetstream(timeout=5).add_consumer(jetstream_of(log), _configuration(consumer, first))
        try:
            yield pull
        finally:
            # Not waited for: a consumer that nobody asks is forgotten by the server on its own.
            try:
                if not bus.is_closed:
                    await bus.publish(f"$JS.API.CONSUMER.DELETE.{jetstream_of(log)}.{consumer}")
            except NatsError:
                pass


def _configuration(name: str, first: int) -> ConsumerConfig:
    return ConsumerConfig(
        name=name,
        deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
        opt_start_seq=first,
        ack_policy=AckPolicy.NONE,
        inactive_threshold=_FORGOTTEN_AFTER_SECONDS,
        mem_storage=True,
        num_replicas=1,
    )
