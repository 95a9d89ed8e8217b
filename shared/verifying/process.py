"""The process that verifies, at low priority. It is told where on its standard input: secrets are in no
command line."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from nats.aio.client import Client

from shared.bus.connect import connected
from shared.identity.watched_file import WatchedFile
from shared.sealing.folder import SealFolder
from shared.sealing.keys import SealingKeys
from shared.signing import read_keys
from shared.verifying.copies import Asked, Copies
from shared.verifying.published import SignIn
from shared.verifying.seals import Seals
from shared.verifying.told import Line, Tell, written
from shared.verifying.whole import Whole

_NICE = 10
"""The service and its database come first."""

More = Callable[[Asked, Client, Tell], Awaitable[bool]]
"""What a service has to look at beside its log; whether all holds."""


def main(more: More | None = None) -> None:
    """Prints a line of JSON for everything it has to tell. Ends with 1 where something is wrong."""
    os.nice(_NICE)
    asked = Asked.read(sys.stdin.buffer.read())
    sys.exit(0 if asyncio.run(_verify(asked, more)) else 1)


async def _verify(asked: Asked, more: More | None) -> bool:
    copies = asked.copies
    sign_in = SignIn(copies.nats_url, copies.nats_user, copies.nats_password)
    async with connected(*sign_in, on_closed=_give_up) as bus:
        holds = True if more is None else await more(asked, bus, _tell)
        whole = Whole(copies.dsn, bus, sign_in, _tell, _seals(copies), copies.archive, asked.from_sealed)
        return await whole.verify() and holds


def _seals(copies: Copies) -> Seals | None:
    if copies.seals is None or copies.signing_keys is None:
        return None
    keys = SealingKeys(WatchedFile(Path(copies.signing_keys), read_keys))
    return Seals(SealFolder(Path(copies.seals)), keys)


def _tell(line: Line) -> None:
    sys.stdout.buffer.write(written(line))
    sys.stdout.buffer.flush()


def _give_up() -> None:
    os._exit(2)
