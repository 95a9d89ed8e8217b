"""From events to entries: each held against the chain, from the first on, none left out."""

from collections.abc import Iterable

from services.reporting.fresh_fold.kept import CHECKPOINTS, PROVENANCE
from services.reporting.fresh_fold.scratch import DERIVED, Scratch
from services.reporting.projection.apply import entries_by_town
from shared.events.catalogue import newest_data
from shared.events.envelope import Envelope
from shared.instant import microseconds
from shared.read_model.checkpoint import Checkpoint, Published
from shared.read_model.entry import encode
from shared.read_model.order import after, next_batch


class Deriving:
    """Keeps nothing but how far it is: what answers is not looked at."""

    def __init__(self, scratch: Scratch) -> None:
        self._scratch = scratch
        self.reached: dict[str, Checkpoint] = {}

    def position(self, log: str) -> int:
        return self.reached[log].position if log in self.reached else 0

    def take(self, log: str, raws: Iterable[bytes]) -> None:
        """All of them, or none: raises `Gap` or `AnotherLog` where they do not continue what was taken,
        `UnknownEvent` for what this release does not know, ValueError for no event."""
        events = [Published(Envelope.from_bytes(raw), raw) for raw in raws]
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
