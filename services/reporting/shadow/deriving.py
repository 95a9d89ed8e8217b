"""From the logs to entries: read from their first event on, each held against the chain, none left out."""

import asyncio
from collections.abc import Mapping, Sequence

from nats.aio.client import Client
from nats.errors import Error as NatsError

from services.reporting.projection.apply import entries_by_town
from services.reporting.shadow.scratch import CHECKPOINTS, DERIVED, PROVENANCE, Scratch
from shared.bus.pull import Lost
from shared.events.catalogue import newest_data
from shared.events.envelope import Envelope
from shared.follower.consumer import pulling_log
from shared.instant import microseconds
from shared.read_model.checkpoint import Checkpoint, Published
from shared.read_model.entry import encode
from shared.read_model.order import Gap, after, next_batch

PATIENCE_SECONDS = 900.0
"""Idle as this is, a busy machine may give it nothing for a while."""
_AGAIN_SECONDS = 1.0


class Deriving:
    """Keeps nothing but how far it is: what answers is not looked at."""

    def __init__(self, bus: Client, scratch: Scratch) -> None:
        self._bus, self._scratch = bus, scratch
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
            async with pulling_log(self._bus, log, "rebuild", self.position(log) + 1) as pull:
                while (wanted := last - self.position(log)) > 0:
                    messages = (await pull.next_messages())[:wanted]
                    self._take(
                        log, [Published(Envelope.from_bytes(each.data), each.data) for each in messages]
                    )
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
