"""What strangers ask is answered a few at a time, whoever they are: the rest are told to come again."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from fastapi import Request

from shared.problems import Rejected


class FewAtOnce:
    def __init__(self, most: int) -> None:
        self._most, self._under_way = most, 0

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Rejected `too_busy` beyond."""
        if self._under_way >= self._most:
            raise Rejected("too_busy")
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1


async def as_stranger(request: Request) -> AsyncIterator[None]:
    """A dependency of open routes; the service puts `strangers` on its state."""
    few: FewAtOnce = request.app.state.strangers
    with few.entered():
        yield
