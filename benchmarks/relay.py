"""How fast the relay brings a log into its stream, on real servers with every write synced."""

import asyncio
import os
from typing import Any

from benchmarks.meter import Meter
from benchmarks.servers import Servers
from shared.bus.connect import connected
from shared.bus.jetstream import jetstream_of
from shared.bus.provision import KnownLog, provision
from shared.bus.users import PROVISIONER
from shared.clock import Clock
from shared.event_log.head import read_head
from shared.relay.relay import Relay
from tests.support.buses import TestBus
from tests.support.databases import fresh_database
from tests.support.logs import TestLog, created_log, write
from tests.support.servers import PASSWORD

_AT_ONCE = 5_000
_PATIENCE_SECONDS = 300


async def measure_relay(servers: Servers, meter: Meter, events: int) -> dict[str, Any]:
    """Events a second, from the start of the relay to the last acknowledged batch."""
    async with fresh_database(servers.postgres, "hazards") as database, created_log(database) as log:
        connection = await log.connect()
        for first in range(0, events, _AT_ONCE):
            await write(connection, min(_AT_ONCE, events - first))
        await provisioned(servers, log)
        pids = {"relay": os.getpid(), **servers.pids}
        with meter.measuring(pids) as taken:
            await relayed(servers, log)
        stream_bytes = await _stream_bytes(servers)
    return {
        "rate": events / taken.seconds,
        "cpu_us": taken.cost(events),
        "stream_bytes": stream_bytes / events,
    }


async def provisioned(servers: Servers, *logs: TestLog) -> None:
    """Their streams are there, and empty: whatever was relayed before."""
    known = {}
    for log in logs:
        head = await read_head(await log.connect())
        known[log.name] = KnownLog(head.log_id, head.position)
    bus = TestBus(servers.nats_url)
    await bus.fresh_streams()
    await provision(await bus.connect(PROVISIONER), known)
    await bus.close()


async def relayed(servers: Servers, log: TestLog) -> None:
    """Until all of it is in the stream. Raises TimeoutError where it does not come there."""
    head = await read_head(await log.connect())
    async with connected(servers.nats_url, log.name, PASSWORD) as bus:
        relay = Relay(bus, log.name, log.connect, Clock())
        running = asyncio.create_task(relay.run())
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while relay.position < head.position:  # noqa: ASYNC110 - asking costs the relay nothing
                await asyncio.sleep(0.01)
        running.cancel()


async def _stream_bytes(servers: Servers) -> int:
    """As JetStream counts what it has written."""
    async with connected(servers.nats_url, "hazards", PASSWORD) as bus:
        info = await bus.jetstream().stream_info(jetstream_of("hazards"))
        return info.state.bytes
