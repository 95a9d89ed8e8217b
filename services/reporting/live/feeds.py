"""The feeds of this process: those that streams are open on, and a few that somebody may come back to."""

from services.reporting.live.feed import Feed
from services.reporting.live.sight import Sight
from shared.problems import Rejected

MOST_IDLE = 64
"""Kept with what they remember, and not looked at until somebody comes back."""


class Feeds:
    def __init__(self, most_idle: int = MOST_IDLE) -> None:
        self._most_idle = most_idle
        self._feeds: dict[Sight, Feed] = {}
        self._idle: dict[Sight, Feed] = {}
        """The one left longest ago first."""

    def join(self, sight: Sight) -> Feed:
        feed = self._feeds.get(sight) or self._idle.pop(sight, None) or Feed(sight)
        self._feeds[sight] = feed
        feed.streams += 1
        return feed

    def leave(self, feed: Feed) -> None:
        feed.streams -= 1
        if feed.streams or self._feeds.get(feed.sight) is not feed:
            return
        del self._feeds[feed.sight]
        self._idle[feed.sight] = feed
        if len(self._idle) > self._most_idle:
            del self._idle[next(iter(self._idle))]

    def followed(self) -> list[Feed]:
        """Those with streams."""
        return list(self._feeds.values())

    def end(self, feed: Feed, refusal: Rejected | None = None) -> None:
        """Its streams end; who comes back begins with a new one."""
        feed.end(refusal)
        if self._feeds.get(feed.sight) is feed:
            del self._feeds[feed.sight]
