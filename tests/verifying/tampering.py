"""Rows of a log, changed by one who can hash: what comes after the change is chained anew."""

from collections.abc import Callable
from typing import Any

from shared.canonical import GENESIS
from shared.event_log.append import Row
from shared.event_log.head import Head
from shared.event_log.read import Stored
from shared.events.envelope import Envelope, event_hash
from tests.support.logs import build

LOG_ID = "11111111-2222-3333-4444-555555555555"
EMPTY = Head("hazards", LOG_ID, 0, GENESIS, 0)


def sound(count: int) -> list[Stored]:
    return stored(build(EMPTY, count)[1])


def stored(rows: list[Row]) -> list[Stored]:
    return [Stored(*row) for row in rows]


def rehashed(rows: list[Stored], place: int, change: Callable[[Envelope], Envelope]) -> list[Stored]:
    """With the event at `place` (from 0) changed, and every later one naming the hash it has to."""
    found = rows[:place]
    hash_ = event_hash(found[-1].raw) if found else GENESIS
    for number, row in enumerate(rows[place:]):
        envelope = replaced(Envelope.from_bytes(row.raw), previous_hash=hash_)
        envelope = change(envelope) if number == 0 else envelope
        raw = envelope.to_bytes()
        found.append(Stored(row.position, envelope.stream, envelope.stream_version, raw))
        hash_ = event_hash(raw)
    return found


def replaced(envelope: Envelope, **changes: Any) -> Envelope:
    return envelope._replace(**changes)
