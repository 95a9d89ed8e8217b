"""Events out of the streams, by position: most of a type are read as pages of that type, a few singly."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any

from nats.aio.client import Client
from nats.errors import Error as NatsError

from services.reporting.lineage.sources import Source
from services.reporting.particulars.runs import ONE_BY_ONE, Run, runs
from shared.events.catalogue import newest_data
from shared.events.envelope import Envelope, read_essentials
from shared.problems import Rejected
from shared.relay.stored_bytes import At, Unreadable, read_of_type, read_stored

MOST_OF_TYPE = 100_000
"""Several times what a town says of its units in years."""
_AT_ONCE = 4
_MANY = 200
"""So many of a type are looked for page by page, as long as the pages hold enough of them."""

Data = dict[Source, dict[str, Any]]


class StoredEvents:
    """Of one town. Raises `not_ready` where the bytes can't be read just now."""

    def __init__(self, bus: Client, township: str) -> None:
        self._bus, self._township = bus, township

    async def at(self, wanted: Mapping[Source, str]) -> Data:
        """The data of the events there, each with its type."""
        found: Data = {}
        rest: list[Source] = []
        of_type: dict[tuple[str, str], list[int]] = defaultdict(list)
        for (log, position), type_ in sorted(wanted.items()):
            of_type[log, type_].append(position)
        for (log, type_), positions in of_type.items():
            left = await self._by_pages(log, type_, positions, found)
            rest += [Source(log, position) for position in left]
        await self._by_runs(runs(sorted(rest)), set(rest), found)
        return found

    async def of_type(self, log: str, type_: str, until: int) -> AsyncIterator[Envelope]:
        """All of the town's up to a position. Raises `list_too_large` after so many of them."""
        following, read = 1, 0
        while following <= until:
            page = await self._page(log, type_, following)
            read += len(page)
            if read > MOST_OF_TYPE:
                detail = f"要读取的 {type_} 超过 {MOST_OF_TYPE} 条 more than {MOST_OF_TYPE} events {type_}"
                raise Rejected("list_too_large", detail=detail)
            for position, raw in page:
                if position <= until:
                    yield Envelope.from_bytes(raw)
            following = page[-1][0] + 1 if page else until + 1

    async def _by_pages(self, log: str, type_: str, positions: Sequence[int], found: Data) -> Sequence[int]:
        """Those that are left: all where they are few, the rest from where they lie far apart."""
        left = positions
        enough = len(left) >= _MANY
        while enough and left:
            page = await self._page(log, type_, left[0])
            wanted, held = set(left), dict(page)
            hits = wanted & held.keys()
            found |= {Source(log, each): newest_data(read_essentials(held[each])) for each in hits}
            left = [each for each in left if each not in hits]
            enough = len(hits) * ONE_BY_ONE >= len(page) > 0
        return left

    async def _by_runs(self, each: Iterator[Run], wanted: set[Source], found: Data) -> None:
        readers = [asyncio.ensure_future(self._read(each, wanted, found)) for _ in range(_AT_ONCE)]
        try:
            await asyncio.gather(*readers)
        except (Unreadable, NatsError, TimeoutError) as error:
            raise _not_ready(error) from error
        finally:
            for reader in readers:
                reader.cancel()

    async def _read(self, each: Iterator[Run], wanted: set[Source], found: Data) -> None:
        for log, first, length in each:
            reached = 0
            while reached < length:
                raws = await read_stored(self._bus, log, first + reached, length - reached)
                for position, raw in enumerate(raws, first + reached):
                    if (source := Source(log, position)) in wanted:
                        found[source] = newest_data(read_essentials(raw))
                reached += len(raws)

    async def _page(self, log: str, type_: str, first: int) -> list[At]:
        try:
            return await read_of_type(self._bus, log, self._township, type_, first)
        except (Unreadable, NatsError, TimeoutError) as error:
            raise _not_ready(error) from error


def _not_ready(error: Exception) -> Rejected:
    return Rejected("not_ready", detail=f"消息流暂不可读 a stream can't be read just now ({error})")
