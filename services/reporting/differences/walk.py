"""The first step of an explanation: what each event moved, in the order in which they were recorded."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from services.reporting.counting.stepwise import Stepwise
from services.reporting.differences.causes import cause_of
from services.reporting.differences.frame import Counted, Frame
from services.reporting.differences.members import Members, minus
from services.reporting.differences.parts import Part, event_of
from services.reporting.differences.report import Positions
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.subjects.references import Named
from services.reporting.subjects.seen import COUNTS_THE_TOWN_ANEW
from shared.read_model.entry import Entry

Step = tuple[Named, Entry]
Subjects = Mapping[Named, Sequence[Entry]]
FrameOf = Callable[[Stepwise], Frame]
RecordedAt = Callable[[str, int], int]
"""When the event of a log at a position was recorded, microseconds since 1970. Where one log alone has events
to walk over, whatever grows with the position."""


def steps_between(subjects: Subjects, start: Positions, end: Positions, recorded: RecordedAt) -> list[Step]:
    """By (`recorded`, log)."""
    steps = [
        (recorded(log, entry.position), log, (key, entry))
        for key, entries in subjects.items()
        for log in (LOG_OF_KIND[key[0]],)
        for entry in entries
        if start[log] < entry.position <= end[log]
    ]
    return [step for *_, step in sorted(steps, key=itemgetter(0, 1))]


@dataclass
class Walk:
    """From one state of a town on; `parts` takes it to the end of the steps."""

    town: Stepwise
    frame_of: FrameOf

    def __post_init__(self) -> None:
        self.members = Members(self.town.marks(), self.frame_of(self.town))

    def parts(self, steps: Iterable[Step], taken: int) -> Iterator[Part]:
        """`taken` as `causes.cause_of` has it."""
        for key, entry in steps:
            moved = self.town.record(key, entry)
            anew = key[0] in COUNTS_THE_TOWN_ANEW
            changes = self._in_another_frame() if anew else self.members.move(moved)
            if changes:
                cause, events = cause_of(entry, taken), (event_of(key, entry),)
                for counted, weight in sorted(changes.items()):
                    yield Part(counted.cell, counted.member, weight, cause, events)

    def _in_another_frame(self) -> dict[Counted, int]:
        before = self.members.weights
        self.members = Members(self.town.marks(), self.frame_of(self.town))
        return minus(self.members.weights, before)
