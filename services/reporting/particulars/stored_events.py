"""Events out of the streams: by position, close ones together and several at once; or all of a type."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence

from nats.aio.client import Client
from nats.errors import Error as NatsError

from services.reporting.lineage.sources import Source
from shared.events.envelope import Envelope, Essentials, read_essentials
from shared.problems import Rejected
from shared.relay.stored_bytes import BATCH, At, Unreadable, read_of_type, read_stored

MOST_OF_TYPE = 100_000
"""Several times what a town says of its units in years."""
_AT_ONCE = 4
_NEAR = 16
"""Events between two that are wanted: reading them too takes less time than asking once more."""

Run = tuple[str, int, int]
"""A log, the first position, how many."""


class StoredEvents:
    def __init__(self, bus: Client, township: str) -> None:
        self._bus, self._township = bus, township

    async def at(self, sources: Iterable[Source]) -> dict[Source, Essentials]:
        """Raises `not_ready` where the bytes can't be read just now."""
        wanted = set(sources)
        found: dict[Source, Essentials] = {}
        runs = _runs(sorted(wanted))
        readers = [asyncio.ensure_future(self._read(runs, wanted, found)) for _ in range(_AT_ONCE)]
        try:
            await asyncio.gather(*readers)
        except (Unreadable, NatsError, TimeoutError) as error:
            raise _not_ready(error) from error
        finally:
            for reader in readers:
                reader.cancel()
        return found

    async def of_type(self, log: str, type_: str, until: int) -> AsyncIterator[Envelope]:
        """All of the town's up to a position. Raises `list_too_large` after so many of them."""
        following, read = 1, 0
        while following <= until:
            page = await self._page(log, type_, following)
            read += len(page)
            if read > MOST_OF_TYPE:
                detail = (
                    f"要读取的 {type_} 超过 {MOST_OF_TYPE} 条 more than {MOST_OF_TYPE} events {type_} to read"
                )
                raise Rejected("list_too_large", detail=detail)
            for position, raw in page:
                if position <= until:
                    yield Envelope.from_bytes(raw)
            following = page[-1][0] + 1 if page else until + 1

    async def _page(self, log: str, type_: str, first: int) -> list[At]:
        try:
            return await read_of_type(self._bus, log, self._township, type_, first)
        except (Unreadable, NatsError, TimeoutError) as error:
            raise _not_ready(error) from error

    async def _read(self, runs: Iterator[Run], wanted: set[Source], found: dict[Source, Essentials]) -> None:
        for log, first, count in runs:
            reached = 0
            while reached < count:
                raws = await read_stored(self._bus, log, first + reached, count - reached)
                for position, raw in enumerate(raws, first + reached):
                    if (source := Source(log, position)) in wanted:
                        found[source] = read_essentials(raw)
                reached += len(raws)


def _not_ready(error: Exception) -> Rejected:
    return Rejected("not_ready", detail=f"消息流暂不可读 a stream can't be read just now ({error})")


def _runs(sources: Sequence[Source]) -> Iterator[Run]:
    """Of sources in order: each run is one request."""
    run: Run | None = None
    for log, position in sources:
        if run is not None and _joins(run, log, position):
            run = (log, run[1], position - run[1] + 1)
        else:
            if run is not None:
                yield run
            run = (log, position, 1)
    if run is not None:
        yield run


def _joins(run: Run, log: str, position: int) -> bool:
    running, first, count = run
    return log == running and position < first + BATCH and position - (first + count - 1) <= _NEAR
