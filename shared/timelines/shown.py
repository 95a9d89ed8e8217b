"""A timeline as a page shows it: as it happened, so many events at a time. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.timelines.event import TimelineEvent
from shared.timelines.words import Names

SHOWN = 100


@dataclass(frozen=True, slots=True)
class ShownPart:
    events: Sequence[TimelineEvent]
    passed: int
    total: int
    organisations: Mapping[str, str]
    """Of those that something was recorded for: what they are called."""
    positions: frozenset[int]
    """Of the events shown: what took one back may stand on another page."""

    @property
    def before(self) -> int | None:
        """How many the part before passes over; None where this is the first."""
        return max(0, self.passed - SHOWN) if self.passed else None

    @property
    def next(self) -> int | None:
        return self.passed + SHOWN if self.passed + SHOWN < self.total else None


def shown_part(events: Sequence[TimelineEvent], names: Names, passed: int) -> ShownPart:
    happened = sorted(events, key=lambda each: (each.envelope.occurred, each.envelope.position))
    shown = happened[passed : passed + SHOWN]
    return ShownPart(
        events=shown,
        passed=passed,
        total=len(events),
        organisations={id_: name for (kind, id_), name in names.items() if kind == "organisation"},
        positions=frozenset(each.envelope.position for each in shown),
    )
