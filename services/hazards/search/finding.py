"""What an account finds: each found stream is read, and judged as its timeline would be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request

from services.hazards.kinds import RIGHTS
from services.hazards.search.statements import read_each, streams_by_id, streams_of_unit
from shared.aggregates.history import History
from shared.event_log.connection import Pool
from shared.events.stream_id import StreamId, stream_of
from shared.facts.account import Account
from shared.identity.filers import visible_filers
from shared.intake.judging.stream_states import recorded
from shared.timelines.reading import TimelineReading
from shared.timelines.seen import in_cells_too

MOST = 50
_AT_ONCE, _LOOKED_THROUGH = 100, 1_000


@dataclass(frozen=True, slots=True)
class Found:
    """By id."""

    subjects: Mapping[str, History]
    more: bool
    """There may be others."""


async def of_unit(request: Request, account: Account, kind: str, unit: str, most: int = MOST) -> Found:
    """Whose introduction names the unit; the newest first."""
    visible_filers(account)
    pool: Pool = request.app.state.pool
    async with pool.acquire() as connection:
        streams = await streams_of_unit(connection, account.township, kind, unit, most + 1)
        raws = await read_each(connection, streams)
    naming = {
        stream: history
        for stream, history in _histories(raws).items()
        if history.introduction is not None and getattr(history.introduction.data, "unit_id", None) == unit
    }
    seen = await _seen(request, account, kind, naming)
    return Found(dict(list(seen.items())[:most]), more=len(streams) > most)


async def by_id(request: Request, account: Account, kind: str, begins: str, most: int = MOST) -> Found:
    """Whose id begins so, in its order. Of what is not its own a filer's account finds nothing, and so many
    are looked through."""
    visible_filers(account)
    pool: Pool = request.app.state.pool
    found: dict[str, History] = {}
    after, looked = stream_of(account.township, kind, ""), 0
    while len(found) <= most and looked < _LOOKED_THROUGH:
        async with pool.acquire() as connection:
            streams = await streams_by_id(connection, account.township, kind, begins, after, _AT_ONCE)
            raws = await read_each(connection, streams)
        found |= await _seen(request, account, kind, _histories(raws))
        looked += len(streams)
        if len(streams) < _AT_ONCE:
            return Found(dict(list(found.items())[:most]), more=len(found) > most)
        after = streams[-1]
    return Found(dict(list(found.items())[:most]), more=True)


def _histories(raws: Mapping[str, Sequence[bytes]]) -> dict[str, History]:
    return {stream: History.of(recorded(raw) for raw in each) for stream, each in raws.items()}


async def _seen(
    request: Request, account: Account, kind: str, found: Mapping[str, History]
) -> dict[str, History]:
    """By id, those that the account may look at."""
    by_id = {StreamId.parse(stream).id: history for stream, history in found.items()}
    if visible_filers(account) is None:
        return by_id
    reading: TimelineReading = request.app.state.timelines
    own = {id_ for id_, history in by_id.items() if await reading.is_own(account, RIGHTS[kind], history)}
    counted = await in_cells_too(
        request.app.state.bus, account, kind, [each for each in by_id if each not in own]
    )
    return {id_: history for id_, history in by_id.items() if id_ in own or id_ in counted}
