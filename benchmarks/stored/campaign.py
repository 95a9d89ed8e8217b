"""The campaign's events in a Postgres's logs and in their streams, byte for byte as services keep them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from benchmarks.relay import provisioned, relayed
from benchmarks.servers import Servers
from deploy.simulator.simulate import Plan
from shared.event_log.head import read_head
from shared.event_log.take_over import take_over
from tests.support.databases import fresh_database
from tests.support.logs import TestLog
from tests.support.simulated_logs import simulated_logs
from tests.verifying.verified_log import verified_log

LOGS = ("registry", "hazards")
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Stored:
    logs: dict[str, TestLog]
    raws: dict[str, Sequence[bytes]]

    @property
    def events(self) -> int:
        return sum(map(len, self.raws.values()))


@asynccontextmanager
async def stored_campaign(servers: Servers, facts: int) -> AsyncIterator[Stored]:
    """About so many facts."""
    hazards = max(facts // 6, 20)
    simulated = simulated_logs(Plan(seed=1, units=max(hazards // 8, 10), hazards=hazards))
    raws = {log: simulated[log] for log in LOGS}
    async with AsyncExitStack() as stack:
        logs = {}
        for log in LOGS:
            database = await stack.enter_async_context(fresh_database(servers.postgres, log))
            logs[log] = await stack.enter_async_context(verified_log(database, log))
            await _taken_over(logs[log], raws[log])
        await provisioned(servers, *logs.values())
        for log in logs.values():
            await relayed(servers, log)
        yield Stored(logs, raws)


async def _taken_over(log: TestLog, raws: Sequence[bytes]) -> None:
    connection = await log.connect()
    head = await read_head(connection)
    while head.position < len(raws):
        until = head.position + _AT_ONCE
        head = await take_over(connection, head, raws[head.position : until], more=until < len(raws))
