"""One sight for any number of streams: each is told the way from what it knows to what is known now.

Nothing is queued for anybody: a slow stream is told later, and by one event what it would have been told by
many. What several are told alike is written once.
"""

import asyncio
from typing import NamedTuple

from services.reporting.live import events
from services.reporting.live.cell import Cells
from services.reporting.live.memory import Memory
from services.reporting.live.sight import Applied, Sight
from shared.problems import Rejected


class Known(NamedTuple):
    """Up to where one stream has been told."""

    event_id: str
    revision: int


class Feed:
    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        self.streams = 0
        self.applied = Applied({}, {})
        """Of no log until it was looked at for the first time."""
        self.ended = False
        self.refusal: Rejected | None = None
        """Why it has ended, where there is something to say."""
        self._event_id = ""
        self._memory = Memory()
        self._moved = asyncio.Event()
        self._written: dict[int | None, bytes | None] = {}
        """By the revision that they lead on from; None: all cells."""

    def take(self, applied: Applied, cells: Cells) -> None:
        """What was read at these positions."""
        self.applied, self._event_id = applied, applied.id_for(self.sight)
        self._memory.take(self._event_id, cells)
        self._written.clear()
        self._wake()

    def end(self, refusal: Rejected | None = None) -> None:
        self.ended, self.refusal = True, refusal
        self._wake()

    async def moved(self, seconds: float) -> None:
        """Returns when there may be something to tell, after so many seconds at the latest."""
        if self.ended:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._moved.wait()
        except TimeoutError:
            return

    @property
    def now(self) -> Known:
        return Known(self._event_id, self._memory.revision)

    def known_by(self, last_event_id: str | None) -> Known | None:
        """What somebody has seen who names this id; None where that can't be told any more."""
        if last_event_id is None:
            return None
        revision = self._memory.revision_of(last_event_id)
        return None if revision is None else Known(last_event_id, revision)

    def news(self, known: Known | None) -> bytes | None:
        """The event that leads from there to `now`; None where no cell has changed."""
        revision = None if known is None else known.revision
        if revision not in self._written:
            self._written[revision] = self._write(revision)
        return self._written[revision]

    def freshness(self) -> bytes:
        return events.positions(self._event_id, self.applied)

    def _write(self, revision: int | None) -> bytes | None:
        changed = None if revision is None else self._memory.changed_since(revision)
        if changed is None:
            return events.all_cells(self._event_id, self.applied, self._memory.cells)
        return events.changed_cells(self._event_id, self.applied, changed) if changed else None

    def _wake(self) -> None:
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()
