"""Receipts to their publishers, over the bus."""

from collections.abc import Sequence

import orjson
from nats.aio.client import Client
from nats.errors import ConnectionReconnectingError

from shared.facts.receipt import Receipt


async def publish_receipts(bus: Client, receipts: Sequence[Receipt]) -> None:
    """To each publisher; they have left this process when this returns.

    Waiting facts are announced between batches, so a bus that is away is not waited for here.
    """
    if receipts and not bus.is_connected:
        raise ConnectionReconnectingError
    for receipt in receipts:
        await bus.publish(f"receipts.{receipt.key.publisher}", orjson.dumps(receipt.to_json()))
    if receipts:
        await bus.flush(timeout=5)
