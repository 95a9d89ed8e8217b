"""What a reader of a log keeps in its own database, and what it is handed."""

from dataclasses import dataclass
from typing import NamedTuple

from shared.events.envelope import Envelope


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Written in the transaction of the effect. Nothing applied yet: `Checkpoint(None, 0)`."""

    log_id: str | None
    position: int
    hash: str | None = None
    """`event_hash` of the last event applied. Where it is kept, a log with another past is noticed."""
    recorded: int = 0
    """When that event was recorded, microseconds since 1970."""


class Published(NamedTuple):
    """An event as it came, and its bytes."""

    envelope: Envelope
    raw: bytes
