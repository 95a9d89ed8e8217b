"""What a reader of a log keeps in its own database, and what it is handed."""

from dataclasses import dataclass
from functools import cached_property

from shared.events.envelope import Envelope, event_hash


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Written in the transaction of the effect. Nothing applied yet: `Checkpoint(None, 0)`."""

    log_id: str | None
    position: int
    hash: str | None = None
    """`event_hash` of the last event applied. Where it is kept, a log with another past is noticed."""
    recorded: int = 0
    """When that event was recorded, microseconds since 1970."""


@dataclass(frozen=True)
class Published:
    """An event as it came, and its bytes."""

    envelope: Envelope
    raw: bytes

    @cached_property
    def hash(self) -> str:
        return event_hash(self.raw)
