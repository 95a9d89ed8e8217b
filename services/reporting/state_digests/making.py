"""The chain of digests of some logs: their events in one order, folded block by block. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from services.reporting.replaying.merged import Event
from services.reporting.state_digests.block import Block, Bytes, chained
from services.reporting.state_digests.items import written
from services.reporting.state_digests.town_state import TownState
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.subjects.references import Named
from shared.canonical import GENESIS
from shared.events.stream_id import StreamId
from shared.read_model.entry import Entry

EVERY, MOST_EVERY = 1_000, 100_000
"""Events a block."""

_Fresh = Mapping[Named, list[Entry]]


class Making:
    """Takes events as `replaying.merged` puts them."""

    def __init__(self, every: int = EVERY) -> None:
        self._every, self._bytes, self._chain = every, Bytes(), GENESIS
        self._towns: dict[str, TownState] = {}
        self._positions: dict[str, int] = {}
        self._block: list[Event] = []
        self.events = 0

    def add(self, events: Iterable[Event]) -> Iterator[Block]:
        """The blocks that are full with them."""
        for event in events:
            self._block.append(event)
            if len(self._block) == self._every:
                yield self._end_block()

    def end(self) -> Iterator[Block]:
        """The last one, if it holds any."""
        if self._block:
            yield self._end_block()

    def _end_block(self) -> Block:
        own, self._block = self._block, []
        for event in own:
            self._bytes.add(event.log, event.raw)
            self._positions[event.log] = event.position
        for township, fresh in _by_town(own).items():
            self._towns.setdefault(township, TownState(township)).record(fresh)
        self.events += len(own)
        tags, state = self._bytes.end_block(), written(sum(town.sum for town in self._towns.values()))
        self._chain = chained(self._chain, self._bytes.digest, state)
        positions = dict(self._positions)
        return Block(self.events, positions, own[-1].recorded, self._bytes.digest, state, self._chain, tags)


def blocks_of(events: Iterable[Event], every: int = EVERY) -> Iterator[Block]:
    making = Making(every)
    yield from making.add(events)
    yield from making.end()


def _by_town(events: Iterable[Event]) -> Mapping[str, _Fresh]:
    found: dict[str, dict[Named, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for event in events:
        if event.read is None or event.read.entry is None:
            continue
        township, kind, subject = StreamId.parse(event.read.stream)
        if LOG_OF_KIND.get(kind) == event.log:
            found[township][kind, subject].append(event.read.entry)
    return found
