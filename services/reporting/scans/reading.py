"""The codes of a scan, read in another process: one at a time, each account in its turn."""

import asyncio
import os
import sys
from collections.abc import Hashable
from functools import partial

import orjson

from services.reporting.scans.limits import SECONDS
from services.reporting.turns.turns import Turns
from shared.blobs.store import digest_of
from shared.problems import Rejected

_MODULE = "services.reporting.scans"


class ScanReading:
    def __init__(self) -> None:
        self.turns = Turns[frozenset[str]]("scan")

    async def codes(self, asker: Hashable, content: bytes) -> frozenset[str]:
        """Raises `scan_unreadable` for what is no picture and no PDF, or takes too long to look at."""
        return await self.turns.answer(asker, digest_of(content), partial(_read, content))


async def _read(content: bytes) -> frozenset[str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        _MODULE,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if not name.startswith("PAICHA_")},
    )
    try:
        async with asyncio.timeout(2 * SECONDS):
            told, _ = await process.communicate(content)
    except TimeoutError:
        raise Rejected("scan_unreadable") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:  # it says that it can't read it, or was ended by its limits, or crashed
        raise Rejected("scan_unreadable")
    return frozenset(orjson.loads(told))
