"""One event of a timeline: who, when and why, both times, and what took it back. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shared.aggregates.in_force import retracted_by
from shared.events.catalogue import newest_data
from shared.events.envelope import Envelope
from shared.instant import SHANGHAI, write_instant
from shared.json_types import JsonObject
from shared.timelines.stream import SubjectStream
from shared.timelines.words import Named, Names, Saying, Told, named_in, told

Sayings = Mapping[str, Saying]
"""By the type of event."""


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    envelope: Envelope
    data: JsonObject
    """As the newest version of its type says it."""
    told: Told
    taken_back_by: int | None
    """The position of what took it back, and stands itself."""

    @property
    def days_late(self) -> int:
        """By the calendar, from when it occurred to when it was recorded."""
        occurred, recorded = self.envelope.occurred, self.envelope.recorded
        return max(0, (recorded.astimezone(SHANGHAI).date() - occurred.astimezone(SHANGHAI).date()).days)

    def document(self) -> JsonObject:
        envelope = self.envelope
        document: JsonObject = {
            "log": envelope.log,
            "position": envelope.position,
            "type": envelope.type,
            "version": envelope.version,
            "occurred": write_instant(envelope.occurred),
            "recorded": write_instant(envelope.recorded),
            "actor": envelope.actor,
            "organisation": envelope.actor_organisation,
            "words": self.told.zh,
            "data": self.data,
        }
        return document if self.taken_back_by is None else document | {"taken_back_by": self.taken_back_by}


def named(stream: SubjectStream, sayings: Sayings) -> set[Named]:
    """What has to be looked up before the events can be told, with who recorded them."""
    found: set[Named] = {("organisation", each.actor_organisation) for each in stream.envelopes}
    for each in stream.envelopes:
        found.update(named_in(sayings[each.type], newest_data(each)))
    return found


def timeline(stream: SubjectStream, sayings: Sayings, names: Names) -> Iterator[TimelineEvent]:
    """In the order of recording."""
    back = retracted_by(stream.history.entries)
    for each in stream.envelopes:
        data = newest_data(each)
        yield TimelineEvent(each, data, told(sayings[each.type], data, names), back.get(each.position))
