"""All that is measured on one stored campaign, in an order in which nothing disturbs what follows."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.meter import Meter
from benchmarks.servers import Servers
from benchmarks.stored.archive import measure_archive
from benchmarks.stored.campaign import stored_campaign
from benchmarks.stored.projection import measure_projection, reporting_database
from benchmarks.stored.rebuild import measure_rebuild
from benchmarks.stored.verifying import measure_live
from benchmarks.workload import Amounts
from services.reporting.generations.settings import From


async def measure_stored(
    servers: Servers, meter: Meter, amounts: Amounts, say: Callable[[str], None]
) -> dict[str, Any]:
    say("stored campaign: simulating, recording and relaying it")
    async with stored_campaign(servers, amounts.stored_facts) as stored:
        sizes = [len(raw) for raws in stored.raws.values() for raw in raws]
        found: dict[str, Any] = {"events": stored.events, "event_bytes": sum(sizes) / len(sizes)}
        say(f"stored campaign: verifying {stored.events:,} events")
        found["live"] = await measure_live(servers, stored, meter)
        with tempfile.TemporaryDirectory(prefix="paicha-bench-") as folder:
            say("stored campaign: archive")
            found["archive"] = await measure_archive(servers, stored, Path(folder), meter)
            async with reporting_database(servers) as database:
                say("stored campaign: projection")
                found["projection"] = await measure_projection(servers, database, stored, meter)
                for name, source in (("rebuild", From.STREAM), ("rebuild_archive", From.ARCHIVE)):
                    say(f"stored campaign: rebuild from the {source}")
                    of = servers, database, source, Path(folder)
                    found[name] = await measure_rebuild(*of, stored.events, meter)
    return found
