"""`python -m services.reporting.generations`: builds a generation, with the rights of rebuilds alone.

One JSON object a line: how far it is, and at the end what the comparison found. It ends with 0 where that is
equal, and with 1 where it differs or where it got no further: then it says where and why.
"""

import asyncio
import sys

import orjson

from services.reporting.generations.failing import ENDS, failure
from services.reporting.generations.process import as_many_as_needed
from services.reporting.generations.progress import Progress
from services.reporting.generations.rebuilding import Rebuild
from services.reporting.generations.settings import From, RebuildSettings, load_rebuild_settings
from services.reporting.generations.source import Source
from shared.bus.connect import connected
from shared.clock import Clock
from shared.json_types import JsonObject
from shared.logging import configure_logging
from shared.service.connections import open_pool
from shared.service.garbage import collect_seldom

_CONNECTIONS = 6
EQUAL, FAILED = 0, 1


def tell(told: JsonObject) -> None:
    sys.stdout.buffer.write(orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()


async def rebuild(settings: RebuildSettings) -> int:
    progress = Progress(tell, settings.rebuild_patience_seconds)
    try:
        compared = await _compared(settings, progress)
    except ENDS as error:
        tell({"failed": {**failure(error), "at": progress.now()}})
        return FAILED
    tell({"compared": compared})
    return EQUAL if compared["equal"] else FAILED


async def _compared(settings: RebuildSettings, progress: Progress) -> JsonObject:
    source = await asyncio.to_thread(Source.of, settings.rebuild_from, settings.archive or "")
    pool = await open_pool(settings.database_dsn, smallest=1, largest=_CONNECTIONS)
    password = settings.nats_password.get_secret_value()

    try:
        async with connected(settings.nats_url, settings.nats_user, password) as bus:
            only = settings.rebuild_from is From.ARCHIVE
            workers = as_many_as_needed(settings, pool, bus)
            return await Rebuild(pool, bus, source, only, workers, progress, Clock()).run()
    finally:
        pool.terminate()


if __name__ == "__main__":
    configure_logging("rebuild", "WARNING")
    collect_seldom()
    sys.exit(asyncio.run(rebuild(load_rebuild_settings())))
