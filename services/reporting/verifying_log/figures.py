"""The figures that are answered against a fresh fold of the same events: all rows, marks, tallies and cells.

Apart from the service: events come from the streams once, and are kept by town in files of this process, so
that a single town is in memory at a time. Only then one snapshot is taken, which is read and left.
"""

import tempfile
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from nats.aio.client import Client

from services.reporting.read_model import FIGURES
from services.reporting.reading.question import LOGS
from services.reporting.reading.snapshot import snapshot
from services.reporting.verifying_log.folded_town import folded_town
from services.reporting.verifying_log.spool import Spool
from services.reporting.verifying_log.stream_events import Stopped, StreamEvents
from services.reporting.verifying_log.town_tables import TOWN_CHECKS, TownTables
from shared.event_log.connection import Connection, Pool
from shared.read_model.model import Folded
from shared.read_model.statements import read_folded
from shared.service.connections import open_pool
from shared.verifying.copies import Asked
from shared.verifying.finding import Finding, first_of
from shared.verifying.told import Found, Passed, Progress, Tell

FIGURE_CHECKS = (*TOWN_CHECKS, "provenance", "provenance_beyond", "checkpoints")

_TOWNS = """
select township from subjects union select township from naming
union select township from tallies where marks <> 0 union select township from cells where value <> 0
"""
_BEYOND = "select min(position) from provenance where log = $1 and (position > $2 or position < 1)"
_NOT_WHOLE = "数据正在重建，请待其完成后再核验 figures are being folded anew: verify once that is done"
_CHECKPOINT = "已应用到的位置与事件不符（日志 {log}） the checkpoint in {log} is not of the event there"
_FROM_FIRST = "数据总是从第一个事件起核验 figures are only verified from the first event on"


async def check_figures(asked: Asked, bus: Client, tell: Tell) -> bool:
    if asked.from_sealed:
        tell(Passed("figures", _FROM_FIRST))
        return True
    pool = await open_pool(asked.copies.dsn, smallest=1, largest=2)
    try:
        with tempfile.TemporaryDirectory(prefix="paicha-verify-") as folder:
            finding = await Figures(pool, bus, tell, Spool(Path(folder))).differ()
    finally:
        pool.terminate()
    if finding is not None:
        tell(Found("figures", *finding))
    return finding is None


@dataclass(slots=True)
class Figures:
    pool: Pool
    bus: Client
    tell: Tell
    spool: Spool
    checks: Collection[str] = FIGURE_CHECKS
    _logs: dict[str, StreamEvents] = field(default_factory=dict)
    _of_events: Finding | None = None
    """The first of which something else is kept."""

    async def differ(self) -> Finding | None:
        self._logs = {log: StreamEvents(self.bus, log) for log in LOGS}
        try:
            folded = await self._folded()
            if folded.targets:
                return Finding(folded.done, "not_whole", _NOT_WHOLE)
            async with self.pool.acquire() as connection:
                await self._take(connection, folded)
            return await self._compare()
        except Stopped as stopped:
            return stopped.finding

    async def _folded(self) -> Folded:
        async with snapshot(self.pool) as connection:
            return await read_folded(connection, FIGURES)

    async def _compare(self) -> Finding | None:
        """At one moment; what was applied since the events were read is read as well."""
        async with snapshot(self.pool) as connection:
            folded = await read_folded(connection, FIGURES)
            if folded.targets:
                return Finding(folded.done, "not_whole", _NOT_WHOLE)
            await self._take(connection, folded)
            found = [self._of_events, await self._of_checkpoints(connection, folded)]
            positions = {log: folded.checkpoint(log).position for log in LOGS}
            stored = {row["township"] for row in await connection.fetch(_TOWNS)}
            for township in sorted(stored | self.spool.towns):
                town = folded_town(self.spool.read(township))
                tables = TownTables(connection, township, positions, self.checks)
                found.append(await tables.differ(town))
        return first_of(found)

    async def _take(self, connection: Connection, folded: Folded) -> None:
        """The events up to what was applied, with what is kept of who recorded them."""
        total = sum(folded.checkpoint(log).position for log in LOGS)
        for log, events in self._logs.items():
            async for batch in events.upto(folded.checkpoint(log).position):
                self.spool.add(log, batch)
                self.tell(Progress("figures", self._done(), total))
                if "provenance" in self.checks and self._of_events is None:
                    self._of_events = await events.provenance(connection, folded.generation)

    def _done(self) -> int:
        return sum(events.reached.position for events in self._logs.values())

    async def _of_checkpoints(self, connection: Connection, folded: Folded) -> Finding | None:
        for log, events in self._logs.items():
            kept = folded.checkpoint(log)
            if "checkpoints" in self.checks and kept != events.reached:
                return Finding(kept.position, "checkpoints", _CHECKPOINT.format(log=log))
            if "provenance_beyond" not in self.checks:
                continue
            beyond = await connection.fetchval(_BEYOND, log, kept.position)
            if beyond is not None:
                told = f"记录来源超出已应用的位置（日志 {log}） more is kept of {log} than was applied"
                return Finding(beyond, "provenance_beyond", told)
        return None
