"""Receipts to their publishers, over the bus."""

from collections.abc import Sequence

import orjson
from nats.aio.client import Client
from nats.errors import ConnectionReconnectingError

from shared.facts.receipt import Receipt


async def publish_receipts(bus: Client, receipts: Sequence[Receipt]) -> None:
    """To each publisher; returns once they have left this process.

    It does not wait for a bus that is away: it is also called between two batches of facts.
    """
    if receipts and not bus.is_connected:
        raise ConnectionReconnectingError
    for receipt in receipts:
        await bus.publish(f"receipts.{receipt.key.publisher}", orjson.dumps(receipt.to_json()))
    if receipts:
        await bus.flush(timeout=5)
