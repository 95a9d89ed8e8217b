"""The cells of a campaign as they change, over HTTP."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request

from services.reporting.live.answers import LIVE_EVENTS
from services.reporting.live.event_stream import EventStream
from services.reporting.live.feed import Feed
from services.reporting.live.sight import Sight
from services.reporting.live.stream import stream
from services.reporting.live.streams import admitted
from services.reporting.live.watcher import Watcher
from services.reporting.reading.asking import AsDeclared
from shared.http.parameters import Name
from shared.identity.dependencies import CurrentAccount, StillAllowed
from shared.identity.filers import visible_filers

LAST_EVENT_ID = "The `id` of the last event that was seen: what has changed since is told, and nothing else."

router = APIRouter(tags=["reporting"])


async def followed(request: Request, account: CurrentAccount, campaign: Name) -> AsyncIterator[Feed]:
    """Left when the stream has ended, however it did."""
    sight = Sight(account.township, campaign, visible_filers(account))
    watcher: Watcher = request.app.state.watcher
    with admitted(request.app.state.streams, account):
        async with watcher.following(sight) as feed:
            yield feed


@router.get(
    "/live",
    response_class=EventStream,
    dependencies=[AsDeclared],
    responses={200: LIVE_EVENTS, 429: {}},
    summary="Changed cells as they change, as server-sent events; 数字的实时变化",
)
async def live(
    feed: Annotated[Feed, Depends(followed)],
    still_allowed: StillAllowed,
    last_event_id: Annotated[Name | None, Header(description=LAST_EVENT_ID)] = None,
) -> EventStream:
    """All cells that the account may see, then those that change; the forms at the window's end."""
    return EventStream(stream(feed, last_event_id, still_allowed))
