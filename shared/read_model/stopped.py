"""An event that a read model could not apply: it stands still before it, and says so, until the code can."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from traceback import extract_tb

from shared.events.catalogue import UnknownEvent
from shared.instant import microseconds, moment_at, parse_instant, write_instant
from shared.json_types import JsonObject
from shared.read_model.checkpoint import Published

_SOURCES = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Stopped:
    """There is no way past it: nothing skips an event, and a release that can apply it goes on by itself."""

    log: str
    position: int
    """Of the event; what is shown stands at the one before."""
    type: str
    version: int
    why: str
    """For operators, and nothing of what the event holds."""
    since: int
    """When it was recorded, microseconds since 1970: whatever was recorded from then on is missing."""

    @property
    def stands_at(self) -> int:
        return self.position - 1

    @property
    def since_moment(self) -> datetime:
        return moment_at(self.since)

    @property
    def since_written(self) -> str:
        return write_instant(self.since_moment)

    def __str__(self) -> str:
        return f"can't apply {self.log} {self.position} ({self.type}, version {self.version}): {self.why}"

    def to_json(self) -> JsonObject:
        return {
            "log": self.log,
            "position": self.position,
            "type": self.type,
            "version": self.version,
            "why": self.why,
            "since": self.since_written,
        }


def read_stopped(log: str, told: JsonObject) -> Stopped:
    """As `to_json` writes it."""
    position, version = int(str(told["position"])), int(str(told["version"]))
    since = microseconds(parse_instant(str(told["since"])))
    return Stopped(log, position, str(told["type"]), version, str(told["why"]), since)


def stopped_at(event: Published, error: Exception) -> Stopped:
    envelope = event.envelope
    since = microseconds(envelope.recorded)
    return Stopped(envelope.log, envelope.position, envelope.type, envelope.version, why_of(error), since)


def why_of(error: Exception) -> str:
    """The kind of the error and the place in the code. Its words may repeat what the event holds."""
    if isinstance(error, UnknownEvent):
        return str(error)
    places = [
        f"{Path(frame.filename).relative_to(_SOURCES)}:{frame.lineno}"
        for frame in extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(_SOURCES) and "site-packages" not in frame.filename
    ]
    return f"{type(error).__name__} at {places[-1]}" if places else type(error).__name__
