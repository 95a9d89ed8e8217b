"""Which positions are read in one request: those that lie close together."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from services.reporting.lineage.sources import Source

ONE_BY_ONE = 6
"""How many events of a batch take the time of one request. Up to as many that nobody wants are read along."""
_LONGEST = 500


class Run(NamedTuple):
    log: str
    first: int
    length: int

    @property
    def last(self) -> int:
        return self.first + self.length - 1

    def takes(self, source: Source) -> bool:
        near = source.position - self.last <= ONE_BY_ONE
        return source.log == self.log and near and source.position < self.first + _LONGEST


def runs(sources: Iterable[Source]) -> Iterator[Run]:
    """Of sources in order."""
    run: Run | None = None
    for source in sources:
        if run is not None and run.takes(source):
            run = run._replace(length=source.position - run.first + 1)
        else:
            if run is not None:
                yield run
            run = Run(source.log, source.position, 1)
    if run is not None:
        yield run
