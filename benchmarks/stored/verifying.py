"""Verifying a log where it lives, as the process beside a service does: every row, then every message."""

import os
from typing import Any

from benchmarks.meter import Meter
from benchmarks.servers import Servers
from benchmarks.stored.campaign import Stored
from shared.bus.connect import connected
from shared.verifying.published import SignIn
from shared.verifying.told import Found, Line
from shared.verifying.whole import Whole
from tests.support.servers import PASSWORD


class NotSound(Exception):
    """What was just written is found wrong: something is broken, not slow."""


async def measure_live(servers: Servers, stored: Stored, meter: Meter) -> dict[str, Any]:
    log, events = stored.logs["hazards"], len(stored.raws["hazards"])
    lines: list[Line] = []
    sign_in = SignIn(servers.nats_url, "hazards", PASSWORD)
    async with connected(*sign_in) as bus:
        whole = Whole(log.database.dsn, bus, sign_in, lines.append)
        with meter.measuring({"verify": os.getpid(), **servers.pids}) as taken:
            holds = await whole.verify()
    if not holds:
        raise NotSound([line for line in lines if isinstance(line, Found)])
    return {"rate": events / taken.seconds, "cpu_us": taken.cost(events), "events": events}
