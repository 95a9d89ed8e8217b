"""From the logs to entries: read from their first event on, each held against the chain, none left out."""

import asyncio
from collections.abc import Mapping, Sequence

from nats.errors import Error as NatsError

from services.reporting.generations.read_ahead import read_ahead
from services.reporting.generations.source import Source
from services.reporting.projection.apply import entries_by_town
from services.reporting.shadow.scratch import CHECKPOINTS, DERIVED, PROVENANCE, Scratch
from shared.bus.pull import Lost
from shared.events.catalogue import newest_data
from shared.instant import microseconds
from shared.read_model.checkpoint import Checkpoint, Published
from shared.read_model.entry import encode
from shared.read_model.order import Gap, after, next_batch

PATIENCE_SECONDS = 900.0
"""Idle as this is, a busy machine may give it nothing for a while."""
_AGAIN_SECONDS = 1.0


class Deriving:
    """Keeps nothing but how far it is: what answers is not looked at."""

    def __init__(self, source: Source, scratch: Scratch) -> None:
        self._source, self._scratch = source, scratch
        self.reached: dict[str, Checkpoint] = {}

    def position(self, log: str) -> int:
        return self.reached[log].position if log in self.reached else 0

    async def derive(self, last: Mapping[str, int]) -> None:
        """Each log up to its last position. Raises TimeoutError where nothing comes for long, `AnotherLog`
        where the events are not one chain."""
        for log, position in last.items():
            async with asyncio.timeout(PATIENCE_SECONDS) as patience:
                while self.position(log) < position:
                    await self._follow(log, position, patience)

    async def _follow(self, log: str, last: int, patience: asyncio.Timeout) -> None:
        try:
            async for batch in read_ahead(self._source.events(log, self.position(log) + 1, last)):
                self._take(log, batch)
                patience.reschedule(asyncio.get_running_loop().time() + PATIENCE_SECONDS)
        except (Lost, Gap, NatsError, OSError):
            await asyncio.sleep(_AGAIN_SECONDS)

    def _take(self, log: str, events: Sequence[Published]) -> None:
        run = next_batch(self.reached.get(log, Checkpoint(None, 0)), events)
        if not run:
            return
        for event in run:
            newest_data(event.envelope)  # what this release does not know is not passed over
        self._scratch.append(
            (township, kind, subject, encode(entries).decode())
            for township, of_town in entries_by_town(run).items()
            for (kind, subject), entries in of_town.items()
        )
        self._scratch.put(PROVENANCE, DERIVED, map(_provenance, run))
        self.reached[log] = after(run)
        self._scratch.put(CHECKPOINTS, DERIVED, [_checkpoint(log, self.reached[log])])


def _provenance(event: Published) -> tuple[object, ...]:
    envelope = event.envelope
    recorded = microseconds(envelope.recorded)
    return envelope.log, envelope.position, recorded, envelope.actor, envelope.actor_organisation


def _checkpoint(log: str, reached: Checkpoint) -> tuple[object, ...]:
    return log, reached.log_id, reached.position, reached.hash, reached.recorded
