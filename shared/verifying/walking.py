"""Walking a log stretch by stretch on all processors, and putting together what the stretches found."""

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shared.event_log.connection import Connection
from shared.event_log.head import Head
from shared.merkle.frontier import Frontier, TileRoot
from shared.verifying.answered import FactSum
from shared.verifying.begin import Begin
from shared.verifying.finding import Finding, first_of
from shared.verifying.processors import Processors
from shared.verifying.row_checks import Before
from shared.verifying.stretch import Stretch, Walked, walk, walk_here
from shared.verifying.tiles import check_roots
from shared.verifying.told import Progress, Tell


class AtSize(NamedTuple):
    """What the events up to one size come to."""

    root: bytes
    hash: str


@dataclass(slots=True)
class Outcome:
    """Of the walk: the first finding in the rows and the first in the tree, and what the other parts need."""

    end: Before
    frontier: Frontier
    log: Finding | None = None
    leaf: Finding | None = None
    root: Finding | None = None
    facts: FactSum = field(default_factory=FactSum)
    sizes: dict[int, AtSize] = field(default_factory=dict)

    @property
    def tree(self) -> Finding | None:
        return first_of((self.leaf, self.root))

    def new_tile_roots(self) -> list[TileRoot]:
        """Since they were asked for; without those that an altered leaf explains."""
        new, self.frontier.tile_roots = self.frontier.tile_roots, []
        leaf = None if self.leaf is None else self.leaf.position
        return [each for each in new if leaf is None or not each.first < leaf <= each.end]

    def take(self, walked: Walked) -> None:
        for size, (parts, hash_) in walked.captured.items():
            self.sizes[size] = AtSize(self.frontier.with_parts(parts).root(), hash_)
        for part in walked.parts:
            self.frontier.add(part)
        self.frontier.tile_roots += walked.tile_roots
        self.log = self.log or walked.finding
        self.leaf = self.leaf or walked.leaf
        self.facts, self.end = self.facts.plus(walked.facts), walked.end


@dataclass(frozen=True, slots=True)
class Walking:
    dsn: str
    head: Head
    begin: Begin
    checks: Collection[str]
    stretch: int
    """Events that one process walks at a time."""
    sizes: Iterable[int]
    """At which checkpoints say what root there is."""
    tell: Tell
    processors: Processors

    async def run(self, connection: Connection, built: int) -> Outcome:
        """`built`: events that stood in stored tiles when the head was read."""
        found = Outcome(self.begin.before, self.begin.frontier)
        async for walked in self._walked(self._stretches()):
            found.take(walked)
            of_roots = await check_roots(connection, found.new_tile_roots(), built, self.checks)
            found.root = first_of((found.root, of_roots))
            self.tell(Progress("log", walked.end.position, self.head.position))
        return found

    async def _walked(self, stretches: Sequence[Stretch]) -> AsyncIterator[Walked]:
        """In their order, several at a time; a single one is walked before another process has begun."""
        if len(stretches) == 1:
            yield await walk_here(stretches[0])
            return
        async for walked in self.processors.in_order(walk, stretches):
            yield walked

    def _stretches(self) -> Sequence[Stretch]:
        head, begin = self.head, self.begin.before.position
        sizes = sorted(set(self.sizes))
        stretches = []
        for first in range(begin + 1, head.position + 1, self.stretch):
            last = min(first + self.stretch - 1, head.position)
            within = tuple(size for size in sizes if first <= size <= last)
            log = self.dsn, head.log, head.log_id
            stretches.append(Stretch(*log, first, last, head.hash, tuple(self.checks), within))
        return stretches
