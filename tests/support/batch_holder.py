"""Somebody who means harm: begins all the atomic batches that a stream allows, and ends none."""

from nats.aio.client import Client

MOST_OPEN = 50
"""nats-server's own limit for one stream."""


async def hold_all_batches(client: Client, subject: str) -> None:
    """Each is the server's for 10 s after its last message."""
    for number in range(MOST_OPEN):
        headers = {"Nats-Batch-Id": f"held-{number}", "Nats-Batch-Sequence": "1"}
        answer = await client.request(subject, b"{}", timeout=5, headers=headers)
        assert not answer.data, answer.data


async def let_go(client: Client, subject: str) -> None:
    """A message that leaves one out makes the server forget the batch."""
    for number in range(MOST_OPEN):
        headers = {"Nats-Batch-Id": f"held-{number}", "Nats-Batch-Sequence": "3"}
        await client.request(subject, b"{}", timeout=5, headers=headers)
