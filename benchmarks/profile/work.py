"""What is looked at: each of the paths with nothing else beside it."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack

from benchmarks.bulk import measure_bulk
from benchmarks.compared import ours_alone
from benchmarks.meter import Meter
from benchmarks.relay import measure_relay
from benchmarks.servers import Servers
from benchmarks.stored.campaign import stored_campaign
from benchmarks.stored.projection import measure_projection, reporting_database
from benchmarks.stored.rebuild import measure_rebuild
from benchmarks.workload import Amounts
from services.reporting.generations.settings import From

Costs = Mapping[str, Mapping[str, float]]
"""By path: microseconds of CPU an event, by process."""
Work = Callable[[Servers, Meter, Amounts], Awaitable[Costs]]


async def _append(servers: Servers, meter: Meter, amounts: Amounts) -> Costs:
    async with AsyncExitStack() as stack:
        side, owner_dsn = await ours_alone(servers.postgres, stack)
        found = await measure_bulk(side, owner_dsn, servers, meter, amounts.bulk_streams)
    return {"append": found["single"]["cpu_us"], "bulk": found["real"]["cpu_us"]}


async def _relay(servers: Servers, meter: Meter, amounts: Amounts) -> Costs:
    return {"relay": (await measure_relay(servers, meter, amounts.relayed))["cpu_us"]}


async def _reporting(servers: Servers, meter: Meter, amounts: Amounts) -> Costs:
    async with stored_campaign(servers, amounts.stored_facts) as stored, reporting_database(servers) as own:
        projection = await measure_projection(servers, own, stored, meter)
        rebuild = await measure_rebuild(servers, own, From.STREAM, None, stored.events, meter)
    return {"projection": projection["cpu_us"], "rebuild": rebuild["cpu_us"]}


WORK: Mapping[str, Work] = {
    "append": _append,
    "relay": _relay,
    "projection": _reporting,
    "rebuild": _reporting,
}
"""One piece of work may show several paths."""
