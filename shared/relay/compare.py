"""Comparing a log with its stream: what each holds, and what that means. Pure."""

from dataclasses import dataclass
from enum import Enum

from shared.events.envelope import event_hash


class Verdict(Enum):
    EQUAL = "equal"
    BEHIND = "behind"
    """The stream lacks the log's newest events: the relay publishes them."""
    DAMAGED = "damaged"
    """The stream is gone, or has holes: the provisioner makes it anew and the relay refills it."""
    AHEAD = "ahead"
    """The stream holds events that the log lacks: Postgres was put back to an older state."""
    DIFFERENT = "different"
    """At a position that both have they hold different events: an operator decides which is right."""

    @property
    def allows_appending(self) -> bool:
        """The log is the truth: only one that may have lost its end has to stop."""
        return self not in (Verdict.AHEAD, Verdict.DIFFERENT)

    @property
    def allows_relaying(self) -> bool:
        """A damaged stream is not added to: its last sequence is no position of the log."""
        return self in (Verdict.EQUAL, Verdict.BEHIND)


@dataclass(frozen=True, slots=True)
class StreamView:
    """What the broker says of a stream, and the bytes at the last position that the log has too."""

    last: int
    first: int
    messages: int
    log_id: str | None
    """From the metadata; once there are events, what counts is the id inside their bytes."""
    common_raw: bytes | None
    """None when there is no such position, and when the broker can't give the message."""


@dataclass(frozen=True, slots=True)
class LogView:
    """The log's head, and the hash of its event at the last position that the stream has too."""

    log_id: str
    position: int
    common_hash: str


def compare(log: LogView, stream: StreamView | None) -> Verdict:
    """What halts is asked before what can be mended: a damaged stream may hold what the log has lost."""
    if stream is None:
        return Verdict.DAMAGED
    if stream.common_raw is not None and event_hash(stream.common_raw) != log.common_hash:
        return Verdict.DIFFERENT
    if stream.last > log.position:
        return Verdict.AHEAD
    if stream.last == 0 and stream.log_id not in (None, log.log_id):
        return Verdict.DIFFERENT
    if _has_holes(stream):
        return Verdict.DAMAGED
    return Verdict.EQUAL if stream.last == log.position else Verdict.BEHIND


def _has_holes(stream: StreamView) -> bool:
    if stream.last == 0:
        return False
    return stream.first != 1 or stream.messages != stream.last or stream.common_raw is None
