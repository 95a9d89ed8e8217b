"""A publisher that means harm: it begins all the atomic batches that the stream allows, and ends none."""

from nats.aio.client import Client

MOST_OPEN = 50
"""nats-server's own limit for one stream."""


async def hold_all_batches(client: Client, publisher: str) -> None:
    """Each is the server's for 10 s after its last message."""
    for number in range(MOST_OPEN):
        headers = {"Nats-Batch-Id": f"held-{number}", "Nats-Batch-Sequence": "1"}
        answer = await client.request(f"intake.{publisher}.held", b"{}", timeout=5, headers=headers)
        assert not answer.data, answer.data
