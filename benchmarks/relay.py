"""How fast the relay brings a log into its stream, on real servers with every write synced.

`python -m benchmarks.relay [events]`; run from the repository's root.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from shared.bus.connect import connected
from shared.bus.provision import KnownLog, provision
from shared.bus.users import PROVISIONER
from shared.clock import Clock
from shared.event_log.head import read_head
from shared.relay.relay import Relay
from tests.support.databases import fresh_database
from tests.support.logs import created_log, write
from tests.support.servers import PASSWORD, Running, own_nats, own_postgres

EVENTS = 100_000


async def measure(dsn: str, nats_url: str, events: int) -> float:
    """Events a second, from the start of the relay to the last acknowledged batch."""
    async with fresh_database(dsn, "hazards") as database, created_log(database) as log:
        connection = await log.connect()
        for _ in range(0, events, 5_000):
            await write(connection, 5_000)
        head = await read_head(connection)
        async with connected(nats_url, PROVISIONER, PASSWORD) as bus:
            await provision(bus, {"hazards": KnownLog(head.log_id, head.position)})
        async with connected(nats_url, "hazards", PASSWORD) as bus:
            relay = Relay(bus, "hazards", log.connect, Clock())
            started = time.perf_counter()
            running = asyncio.create_task(relay.run())
            while relay.position < head.position:  # noqa: ASYNC110 - asking costs the relay nothing
                await asyncio.sleep(0.01)
            seconds = time.perf_counter() - started
            running.cancel()
    return head.position / seconds


def main() -> None:
    events = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    with tempfile.TemporaryDirectory() as folder:
        postgres, nats = own_postgres(Path(folder)), own_nats(Path(folder))
        servers = [Running(postgres), Running(nats)]
        for server in servers:
            server.start()
        try:
            rate = asyncio.run(measure(postgres.dsn(), nats.url, events))
        finally:
            for server in servers:
                server.stop()
    print(f"relay: {rate:,.0f} events/s ({events:,} events, sync_interval always)")


if __name__ == "__main__":
    main()
