"""A log's events, one after the other as stored: whether they are one chain, and where they are not."""

from dataclasses import dataclass, field

from shared.canonical import GENESIS
from shared.events.envelope import Envelope, event_hash


@dataclass(frozen=True, slots=True)
class Break:
    """The first position at which it is not whole."""

    position: int
    what: str


@dataclass(slots=True)
class Links:
    """Fed from the first event on. After a break events are only hashed."""

    log: str
    log_id: str | None
    """None until the first event names it."""
    position: int = 0
    last: str = GENESIS
    """The hash of the event there."""
    broken: Break | None = None

    def add(self, raw: bytes) -> Envelope | None:
        """The event, as far as the chain is whole up to it."""
        before, self.last = self.last, event_hash(raw)
        self.position += 1
        if self.broken is not None:
            return None
        try:
            envelope = Envelope.from_bytes(raw)
        except (ValueError, TypeError, KeyError):
            self.broken = Break(self.position, "unreadable")
            return None
        self.log_id = self.log_id or envelope.log_id
        self.broken = _break(envelope, self.log, self.log_id, self.position, before)
        return envelope if self.broken is None else None


@dataclass(slots=True)
class Chain:
    """Likewise, with all hashes, to be held against another copy's."""

    log: str
    log_id: str
    hashes: list[str] = field(default_factory=list)
    _links: Links = field(init=False)

    def __post_init__(self) -> None:
        self._links = Links(self.log, self.log_id)

    @property
    def broken(self) -> Break | None:
        return self._links.broken

    def add(self, raw: bytes) -> Envelope | None:
        envelope = self._links.add(raw)
        self.hashes.append(self._links.last)
        return envelope


def _break(envelope: Envelope, log: str, log_id: str, position: int, before: str) -> Break | None:
    if (envelope.log, envelope.log_id) != (log, log_id):
        return Break(position, "another_log")
    if envelope.position != position:
        return Break(position, "position")
    if envelope.previous_hash != before:
        # It is the one before whose bytes are not those that this one was chained to.
        return Break(max(1, position - 1), "bytes")
    return None


def first_difference(ours: list[str], theirs: list[str]) -> int | None:
    """The first position at which two copies of a log differ; the end of the shorter one is one."""
    for position, (one, other) in enumerate(zip(ours, theirs, strict=False), 1):
        if one != other:
            return position
    if len(ours) != len(theirs):
        return min(len(ours), len(theirs)) + 1
    return None
