"""The events of the logs that figures are made of, as their streams have them, and who recorded them."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from nats.aio.client import Client

from services.reporting.subjects.from_bytes import Recorded, read_event
from shared.event_log.chain import LINK, read_link
from shared.event_log.connection import Connection
from shared.events.envelope import Envelope, event_hash
from shared.instant import microseconds
from shared.problems import Rejected
from shared.read_model.checkpoint import Checkpoint
from shared.relay.stored_bytes import BATCH, Unreadable, read_stored
from shared.verifying.finding import Finding

_PROVENANCE = """
select position, recorded, actor, organisation from {generation}.provenance
where log = $1 and position between $2 and $3 order by position
"""
_UNREADABLE = "消息流中的事件无法读取（日志 {log}） the event can't be read from the stream of {log}"
_OTHERWISE = "记录来源与事件不符（日志 {log}） who recorded the event of {log}, and when, is kept otherwise"


class Stopped(Exception):
    """Nothing can be folded beyond it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.told)
        self.finding = finding


class StreamEvents:
    """Of one log, followed from its first event on."""

    def __init__(self, bus: Client, log: str) -> None:
        self._bus, self.log = bus, log
        self.reached = Checkpoint(None, 0)
        self._raws: Sequence[bytes] = ()
        """The last that were given."""

    async def upto(self, last: int) -> AsyncIterator[list[Recorded]]:
        """In batches, from where it was. Raises `Stopped`."""
        while self.reached.position < last:
            first = self.reached.position + 1
            try:
                raws = await read_stored(self._bus, self.log, first, min(BATCH, last - first + 1))
                events = [read_event(raw) for raw in raws]
            except (Unreadable, ValueError, Rejected) as error:
                told = _UNREADABLE.format(log=self.log)
                raise Stopped(Finding(first, "events", told)) from error
            self._raws = raws
            link = read_link(raws[-1], LINK)
            recorded = microseconds(Envelope.from_bytes(raws[-1]).recorded)
            log_id = None if link is None else link.logid
            self.reached = Checkpoint(log_id, first + len(raws) - 1, event_hash(raws[-1]), recorded)
            yield events
            await asyncio.sleep(0)

    async def provenance(self, connection: Connection, generation: str) -> Finding | None:
        """Of the last batch."""
        last = self.reached.position
        first = last - len(self._raws) + 1
        statement = _PROVENANCE.format(generation=f'"{generation}"')
        rows = [tuple(row) for row in await connection.fetch(statement, self.log, first, last)]
        for position, raw in enumerate(self._raws, first):
            event = Envelope.from_bytes(raw)
            expected = position, microseconds(event.recorded), event.actor, event.actor_organisation
            if position - first >= len(rows) or rows[position - first] != expected:
                return Finding(position, "provenance", _OTHERWISE.format(log=self.log))
        return None
