"""Publishing the receipts of facts that had to wait.

Their rows are deleted only after that: after a crash the receipts are published again.
"""

import time
from collections import deque
from itertools import takewhile
from typing import NamedTuple

from shared.event_log.pinned import PinnedConnection
from shared.facts.fact import FactKey
from shared.facts.receipt import Receipt
from shared.intake.judging.waiting_room import WaitingRoom
from shared.intake.store.statements import stop_waiting
from shared.intake.waiting.hooks import Announce

_SAID_AFTER_SECONDS = 1.0


class Decided(NamedTuple):
    """A fact that waits no longer: the number of its row, and its receipt."""

    number: int
    receipt: Receipt | None
    """None where it did not come over the bus, or another service answers."""


class Announcing:
    """Receipts still to be published, in order."""

    def __init__(self, pinned: PinnedConnection, room: WaitingRoom, announce: Announce) -> None:
        self._pinned, self._room, self._announce = pinned, room, announce
        self._decided: list[Decided] = []
        self._unsaid: deque[tuple[float, FactKey]] = deque()

    @property
    def needed(self) -> bool:
        return bool(self._decided) or self._due()

    def decided(self, decided: Decided) -> None:
        self._decided.append(decided)

    def say_later(self, key: FactKey) -> None:
        """Send `waiting` after a second, unless another service, which hears it too, has answered by then."""
        self._unsaid.append((time.monotonic() + _SAID_AFTER_SECONDS, key))

    async def out(self) -> None:
        await self._say_who_waits()
        await self._announce_decided()

    def _due(self) -> bool:
        return bool(self._unsaid) and time.monotonic() >= self._unsaid[0][0]

    async def _say_who_waits(self) -> None:
        now = time.monotonic()
        due = list(takewhile(lambda unsaid: unsaid[0] <= now, self._unsaid))
        if waiting := [Receipt(key, "waiting") for _, key in due if self._room.find(key) is not None]:
            await self._announce(waiting)
        for _ in due:
            self._unsaid.popleft()

    async def _announce_decided(self) -> None:
        """Rows without a receipt to send are deleted first, whether or not the bus is there."""
        unsaid = [each.number for each in self._decided if each.receipt is None]
        if unsaid:
            await stop_waiting(await self._pinned.get(), unsaid)
            self._decided = [each for each in self._decided if each.receipt is not None]
        decided = list(self._decided)
        if not decided:
            return
        await self._announce([each.receipt for each in decided if each.receipt is not None])
        await stop_waiting(await self._pinned.get(), [each.number for each in decided])
        del self._decided[: len(decided)]
