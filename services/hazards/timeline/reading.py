"""A hazard, an inspection, a penalty or a case for an account: its stream, and its events in words."""

from dataclasses import dataclass

from fastapi import Request

from services.hazards.kinds import RIGHTS
from services.hazards.names import names_of
from services.hazards.timeline.words import SAYINGS
from shared.facts.account import Account
from shared.timelines.event import TimelineEvent, named, timeline
from shared.timelines.reading import TimelineReading
from shared.timelines.stream import SubjectStream
from shared.timelines.words import Named, Names


@dataclass(frozen=True, slots=True)
class SeenSubject:
    stream: SubjectStream
    events: list[TimelineEvent]
    names: Names


async def seen_subject(request: Request, account: Account, subject: Named) -> SeenSubject:
    """Raises `not_yours`, `not_found`, `timeline_too_long`."""
    reading: TimelineReading = request.app.state.timelines
    stream = await reading.of(account, subject, RIGHTS[subject[0]])
    names = await names_of(request.app.state.bus, account.township, named(stream, SAYINGS))
    return SeenSubject(stream, list(timeline(stream, SAYINGS, names)), names)
