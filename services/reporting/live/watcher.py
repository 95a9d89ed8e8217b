"""The one reader of this process: looks whether the read model has moved, for all streams at once.

It asks the database and nobody else, so that it is the same to it which replica applies events.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

from services.reporting.live.cell import Seen, visible_cells
from services.reporting.live.feed import Feed
from services.reporting.live.feeds import Feeds
from services.reporting.live.kept import read_seen
from services.reporting.live.sight import Applied, Sight
from services.reporting.read_model import FIGURES
from services.reporting.reading.snapshot import snapshot
from shared.event_log.connection import DATABASE_AWAY, Pool
from shared.logging import get_logger
from shared.metrics import LIVE_LOOK_SECONDS
from shared.problems import Rejected
from shared.read_model.statements import read_folded

LOOK_SECONDS = 0.5
"""What changes in between is told as one."""

_log = get_logger(__name__)


class Watcher:
    """`run` has to run beside the streams."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._feeds = Feeds()
        self._joining: list[asyncio.Future[None]] = []
        self._joined = asyncio.Event()
        self._closed = False

    @asynccontextmanager
    async def following(self, sight: Sight) -> AsyncIterator[Feed]:
        """As of now, not of the last look: who comes back from another replica may know more than that."""
        feed = self._feeds.join(sight)
        try:
            await self._next_look()
            if feed.ended or self._closed:
                raise feed.refusal or Rejected("not_ready", detail="服务正在停止 the service is stopping")
            yield feed
        finally:
            self._feeds.leave(feed)

    def close(self) -> None:
        """The process ends: streams end in order, and clients connect to another one."""
        self._closed = True
        for feed in self._feeds.followed():
            self._feeds.end(feed)

    async def run(self) -> None:
        """Until cancelled. Asks nothing while no stream is open."""
        while True:
            await self._until_due()
            joining, self._joining = self._joining, []
            self._joined.clear()
            try:
                with LIVE_LOOK_SECONDS.time():
                    await self._look(self._feeds.followed())
            except DATABASE_AWAY as error:
                _log.warning("live_database_away", error=repr(error))
                _answer(joining, Rejected("not_ready", detail="数据库未应答 the database does not answer"))
            else:
                _answer(joining, None)

    async def _next_look(self) -> None:
        """One that begins from here on."""
        looked: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._joining.append(looked)
        self._joined.set()
        await looked

    async def _until_due(self) -> None:
        if not self._feeds.followed():
            await self._joined.wait()
            return
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._joined.wait()
        except TimeoutError:
            return

    async def _look(self, feeds: Sequence[Feed]) -> None:
        try:
            async with snapshot(self._pool) as connection:
                folded = await read_folded(connection, FIGURES)
                folded.refuse_unless_whole()
                applied = Applied.of(folded)
                behind = [feed for feed in feeds if feed.applied != applied]
                seen = {
                    (township, campaign): await read_seen(connection, township, campaign, applied.positions)
                    for township, campaign in {(feed.sight.township, feed.sight.campaign) for feed in behind}
                }
        except Rejected as refusal:
            for feed in feeds:
                self._feeds.end(feed, refusal)
            return
        for feed in behind:
            self._take(feed, applied, seen[feed.sight.township, feed.sight.campaign])

    def _take(self, feed: Feed, applied: Applied, seen: Seen | Rejected) -> None:
        if isinstance(seen, Rejected):
            self._feeds.end(feed, seen)
        else:
            feed.take(applied, visible_cells(seen, feed.sight.only))


def _answer(joining: Iterable["asyncio.Future[None]"], refusal: Rejected | None) -> None:
    for looked in joining:
        if looked.done():  # its client has hung up
            continue
        if refusal is None:
            looked.set_result(None)
        else:
            looked.set_exception(refusal)
