"""Waiting until the server has heard what a client said."""

from nats.aio.client import Client


async def sent(bus: Client) -> None:
    """Everything published or subscribed so far has reached the server.

    A flush asks at once, ahead of what still waits for the client's own task to write it; by the time that it
    is answered, that task has had its turn.
    """
    await bus.flush()
    await bus.flush()
