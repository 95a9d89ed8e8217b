"""Ending a loop that was asked to end.

Before Python 3.12 `asyncio.wait_for` drops a cancellation that comes in the moment its result does, and
every request to NATS waits in it: a loop of such requests would now and then outlive its own cancellation.
"""

import asyncio


def heed_cancellation() -> None:
    """Called once a round by loops that end only by being cancelled: raises what was dropped."""
    task = asyncio.current_task()
    if task is not None and task.cancelling() > 0:
        raise asyncio.CancelledError


async def until_ended() -> None:
    """For what serves until then: also where the cancellation was dropped while it started."""
    heed_cancellation()
    await asyncio.Event().wait()
