"""How much one account may ask at a time: so many requests, and so few of them in the database at once.

Whoever asks more than that waits for itself, and is refused beyond it; the others notice nothing.
"""

import asyncio
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from shared.problems import Rejected

MOST_OF_ONE = 64
"""Ten browsers, each with all the connections that it opens to one address."""
MOST = 1024
_LOOKING_UP = 2
"""Of the eight connections of the pool."""


@dataclass(slots=True)
class Share:
    """What one account has under way."""

    requests: int = 0
    looking_up: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_LOOKING_UP))


class Admission:
    def __init__(
        self, most_of_one: int = MOST_OF_ONE, most: int = MOST, beyond: str = "too_many_requests"
    ) -> None:
        """`beyond`: the code of the refusal where one account has as many as it may."""
        self._most_of_one, self._most, self._beyond = most_of_one, most, beyond
        self._shares: dict[Hashable, Share] = {}
        self._requests = 0

    @contextmanager
    def of(self, asker: Hashable) -> Iterator[Share]:
        """Raises `Rejected` when the asker, or all together, have as many requests under way as they may."""
        share = self._shares.get(asker, Share())
        if share.requests >= self._most_of_one:
            raise Rejected(self._beyond, limit=str(self._most_of_one))
        if self._requests >= self._most:
            raise Rejected("too_busy")
        self._shares[asker] = share
        self._count(share, 1)
        try:
            yield share
        finally:
            self._count(share, -1)
            if not share.requests:
                del self._shares[asker]

    def _count(self, share: Share, change: int) -> None:
        share.requests += change
        self._requests += change
