"""What this service knew when: stretches of time in which it knew the same of a subject. Pure.

Entries don't say when they were recorded. `learnt` says of each batch when it was taken up, by the town's
clock and by a real one.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from shared.instant import BEGINNING_OF_TIME
from shared.read_model.entry import Entry

SETTLED = timedelta(seconds=2)
"""Of real time. What was known for less may have been overtaken before anybody could plan by it."""


class Moment(NamedTuple):
    really: datetime
    at: datetime
    """As the town's clock showed."""


BEFORE = Moment(BEGINNING_OF_TIME, BEGINNING_OF_TIME)
"""Of what was known before moments were kept."""


@dataclass(frozen=True, slots=True)
class Stretch:
    begins: datetime
    ends: datetime
    is_last: bool
    known: tuple[Sequence[Entry], ...]
    """Of each stream asked about, in their order."""


class Learning:
    """`batches` by log: the first position of each, and when it was learnt, in order."""

    def __init__(self, batches: Mapping[str, Sequence[tuple[int, Moment]]]) -> None:
        self._batches = {log: ([first for first, _ in rows], rows) for log, rows in batches.items()}

    def of(self, log: str, position: int) -> Moment:
        firsts, rows = self._batches.get(log, ([], ()))
        at = bisect_right(firsts, position)
        return rows[at - 1][1] if at else BEFORE

    def stretches(self, now: Moment, *streams: tuple[str, Sequence[Entry]]) -> Iterator[Stretch]:
        """Streams are given with their log. What was learnt within moments of each other is one."""
        dated = [[(self.of(log, entry.position), entry) for entry in entries] for log, entries in streams]
        moments = sorted({moment for stream in dated for moment, _ in stream})
        for number, moment in enumerate(moments):
            is_last = number + 1 == len(moments)
            following = now if is_last else moments[number + 1]
            if following.really - moment.really < SETTLED:
                continue
            known = tuple([entry for learnt, entry in stream if learnt <= moment] for stream in dated)
            yield Stretch(moment.at, following.at, is_last, known)
