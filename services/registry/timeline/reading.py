"""A unit for an account: its stream, and its events in words."""

from dataclasses import dataclass

from fastapi import Request

from services.registry.names import names_of
from services.registry.timeline.words import SAYINGS
from services.registry.unit_rights import UNIT_RIGHTS
from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.timelines.event import TimelineEvent, named, timeline
from shared.timelines.reading import TimelineReading
from shared.timelines.stream import SubjectStream
from shared.timelines.words import Names


@dataclass(frozen=True, slots=True)
class SeenUnit:
    stream: SubjectStream
    events: list[TimelineEvent]
    names: Names


async def seen_unit(request: Request, account: Account, unit: str) -> SeenUnit:
    """Raises `not_yours`, `not_found`, `timeline_too_long`."""
    reading: TimelineReading = request.app.state.timelines
    pool: Pool = request.app.state.pool
    stream = await reading.of(account, ("unit", unit), UNIT_RIGHTS)
    names = await names_of(pool, account.township, named(stream, SAYINGS))
    return SeenUnit(stream, list(timeline(stream, SAYINGS, names)), names)
