"""A publisher on the bus as an outside system would write it: its own NATS user, raw bytes, receipts."""

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any

import nats
from nats.aio.client import Client

from deploy.embedded.folder import DataFolder
from deploy.embedded.running import running_address
from shared.bus.sent import sent
from tests.e2e.deployment import PATIENCE, Deployment


@dataclass
class Publisher:
    name: str
    client: Client
    receipts: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """What NATS itself said no to."""

    @classmethod
    async def signed_in(cls, deployment: Deployment, name: str) -> "Publisher":
        folder = DataFolder(deployment.data)
        publisher = cls(name, Client())

        async def note(error: Exception) -> None:
            publisher.refused.append(str(error))

        publisher.client = await nats.connect(
            running_address(folder).nats_url,
            user=name,
            password=folder.secret("publishers", name),
            inbox_prefix=f"_INBOX_{name}".encode(),
            error_cb=note,
        )

        async def keep(message: Any) -> None:
            publisher.receipts.append(json.loads(message.data))

        await publisher.client.subscribe(f"receipts.{name}", cb=keep)
        await sent(publisher.client)
        return publisher

    async def send(self, event: dict[str, Any], named_type: str | None = None) -> None:
        await self.send_raw(json.dumps(event).encode(), named_type or event["type"])

    async def send_raw(self, body: bytes, named_type: str) -> None:
        """Acknowledged by the stream: from then on only a receipt tells what became of it."""
        await self.client.jetstream(timeout=30).publish(
            f"intake.{self.name}.{named_type}", body, timeout=PATIENCE
        )

    async def receipts_of(self, event: dict[str, Any], count: int = 1) -> list[dict[str, Any]]:
        """The final ones in the order they came, as soon as there are that many."""
        deadline = time.monotonic() + PATIENCE
        while True:
            found = [
                receipt
                for receipt in self.receipts
                if (receipt["source"], receipt["id"]) == (event["source"], event["id"])
                and receipt["outcome"] != "waiting"
            ]
            if len(found) >= count:
                return found
            assert time.monotonic() < deadline, f"no receipt of {event['id']}: {self.receipts[-5:]}"
            await asyncio.sleep(0.1)

    async def receipt_of(self, event: dict[str, Any]) -> dict[str, Any]:
        """The first final one."""
        return (await self.receipts_of(event))[0]
