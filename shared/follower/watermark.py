"""What a log announces of itself each second, and what a reader may conclude from it. Pure."""

from dataclasses import dataclass

import orjson

from shared.instant import microseconds, parse_instant
from shared.read_model.checkpoint import Checkpoint


@dataclass(frozen=True, slots=True)
class Watermark:
    """Every event after `position` is recorded later than `closed`: true for ever, however old it is."""

    log_id: str
    position: int
    hash: str
    """`event_hash` of the event there."""
    closed: int
    """Microseconds since 1970: nothing is recorded at or before it any more."""

    @classmethod
    def from_bytes(cls, announced: bytes) -> "Watermark":
        """As `shared.relay.watermark` writes it."""
        told = orjson.loads(announced)
        closed = microseconds(parse_instant(told["clock"]))
        return cls(told["logid"], told["position"], told["hash"], closed)

    def stands_at(self, applied: Checkpoint) -> bool:
        """Whether it speaks of the very event that was applied last. Where nothing was, of any empty log."""
        if self.position != applied.position:
            return False
        return applied.position == 0 or (self.log_id, self.hash) == (applied.log_id, applied.hash)


def final_until(applied: Checkpoint, heard: Watermark | None) -> int:
    """Whatever the log recorded before this moment (microseconds since 1970) has been applied, for ever.

    What comes after the event applied last is recorded at least a microsecond after it, and after the time
    announced while it was the last. Of a watermark further on something is missing here; one further back
    closed an earlier time than that of the event applied since.
    """
    closed = applied.recorded
    if heard is not None and heard.stands_at(applied):
        closed = max(closed, heard.closed)
    return closed + 1
