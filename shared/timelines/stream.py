"""A subject's stream as the log holds it: every event of it, and what of them is in force."""

from dataclasses import dataclass

from shared.aggregates.history import History
from shared.event_log.connection import Connection
from shared.events.envelope import Envelope
from shared.events.stream_id import stream_of
from shared.intake.judging.stream_states import recorded

MOST = 2_000
"""Of one subject: a hundred times what the busiest of them have."""
_READ = "select raw from events where stream = $1 order by stream_version limit $2"


@dataclass(frozen=True, slots=True)
class SubjectStream:
    """As recorded. Of more than `MOST` events only so many, and one."""

    envelopes: tuple[Envelope, ...]
    history: History

    @property
    def too_long(self) -> bool:
        return len(self.envelopes) > MOST


async def read_subject(connection: Connection, township: str, kind: str, id_: str) -> SubjectStream:
    """Without any event where nobody has introduced it."""
    rows = await connection.fetch(_READ, stream_of(township, kind, id_), MOST + 1)
    raws = [row["raw"] for row in rows]
    return SubjectStream(
        tuple(Envelope.from_bytes(raw) for raw in raws), History.of(recorded(raw) for raw in raws)
    )
