"""`python -m services.reporting.generations`: builds a generation, with the rights of rebuilds alone.

One JSON object a line: how far it is, and at the end what the comparison found. It ends with 0 where that is
equal, and with 1 where it differs or where it got no further.
"""

import asyncio
import sys

import asyncpg
import orjson

from services.reporting.generations.progress import Progress, Stalled
from services.reporting.generations.rebuilding import Rebuild
from services.reporting.generations.settings import RebuildSettings, load_rebuild_settings
from services.reporting.generations.source import Stream
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
    pool = await open_pool(settings.database_dsn, smallest=1, largest=_CONNECTIONS)
    password = settings.nats_password.get_secret_value()
    progress = Progress(tell, settings.rebuild_patience_seconds)
    try:
        async with connected(settings.nats_url, settings.nats_user, password) as bus:
            compared = await Rebuild(pool, bus, Stream(bus), progress, Clock()).run()
    except Stalled as stalled:
        tell({"stalled": stalled.at})
        return FAILED
    except asyncpg.ObjectInUseError as error:
        tell({"failed": str(error)})
        return FAILED
    finally:
        pool.terminate()
    tell({"compared": compared})
    return EQUAL if compared["equal"] else FAILED


if __name__ == "__main__":
    configure_logging("rebuild", "WARNING")
    collect_seldom()
    sys.exit(asyncio.run(rebuild(load_rebuild_settings())))
