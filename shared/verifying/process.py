"""The process that verifies, at low priority. It is told where on its standard input: secrets are in no
command line."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable

from shared.bus.connect import connected
from shared.verifying.copies import Copies
from shared.verifying.told import Line, written
from shared.verifying.whole import Tell, Whole

_NICE = 10
"""The service and its database come first."""

More = Callable[[Copies, Tell], Awaitable[bool]]
"""What a service has to look at beside its log; whether all holds."""


def main(more: More | None = None) -> None:
    """Prints a line of JSON for everything it has to tell. Ends with 1 where something is wrong."""
    os.nice(_NICE)
    copies = Copies.read(sys.stdin.buffer.read())
    sys.exit(0 if asyncio.run(_verify(copies, more)) else 1)


async def _verify(copies: Copies, more: More | None) -> bool:
    user, password = copies.nats_user, copies.nats_password
    async with connected(copies.nats_url, user, password, on_closed=_give_up) as bus:
        holds = True if more is None else await more(copies, _tell)
        return await Whole(copies.dsn, bus, _tell).verify() and holds


def _tell(line: Line) -> None:
    sys.stdout.buffer.write(written(line))
    sys.stdout.buffer.flush()


def _give_up() -> None:
    os._exit(2)
