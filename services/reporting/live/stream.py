"""What one client is told, and when: changes gathered, positions now and then, a sign of life, an end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from services.reporting.live import events
from services.reporting.live.feed import Feed, Known
from shared.problems import Rejected

GATHER_SECONDS = 0.5
"""Between two events at least."""
POSITIONS_SECONDS = 5.0
"""While no cell changes, positions that have moved are told no more often."""
HEARTBEAT_SECONDS = 15.0
RIGHTS_SECONDS = 5.0
"""How often the credentials are judged again."""


async def stream(
    feed: Feed, last_event_id: str | None, judge_again: Callable[[], Awaitable[None]]
) -> AsyncIterator[bytes]:
    """Until the feed ends or the account may see it no longer."""
    clock = asyncio.get_running_loop().time
    known, current = feed.known_by(last_event_id), feed.now
    told = feed.news(known) or feed.freshness()
    known, judged = current, clock()
    yield events.RETRY + told
    spoke = clock()
    while not feed.ended:
        if clock() - judged >= RIGHTS_SECONDS:
            try:
                await judge_again()
            except Rejected as refusal:
                yield events.end(refusal)
                return
            judged = clock()
        message, known = _next(feed, known, clock() - spoke)
        if message is None:
            await feed.moved(_pause(feed, known, clock() - spoke))
            continue
        yield message
        spoke = clock()
    if feed.refusal is not None:
        yield events.end(feed.refusal)


def _next(feed: Feed, known: Known, silent: float) -> tuple[bytes | None, Known]:
    """What is due after so many seconds of silence, and up to where the client knows then."""
    now = feed.now
    if now.revision != known.revision and silent >= GATHER_SECONDS:
        changed = feed.news(known)
        if changed is not None:
            return changed, now
        known = Known(known.event_id, now.revision)  # it changed back
    if now.event_id != known.event_id and silent >= POSITIONS_SECONDS:
        return feed.freshness(), now
    return (events.HEARTBEAT if silent >= HEARTBEAT_SECONDS else None), known


def _pause(feed: Feed, known: Known, silent: float) -> float:
    """Until something may be due."""
    now = feed.now
    if now.revision != known.revision:
        due = GATHER_SECONDS
    elif now.event_id != known.event_id:
        due = POSITIONS_SECONDS
    else:
        due = HEARTBEAT_SECONDS
    return min(max(0.0, due - silent), RIGHTS_SECONDS)
