"""The first step of an explanation: what each event moved, in the order in which they were recorded."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.reporting.counting.stepwise import Stepwise
from services.reporting.differences.causes import cause_of
from services.reporting.differences.frame import Counted, Frame
from services.reporting.differences.members import Members, minus
from services.reporting.differences.parts import Part
from services.reporting.differences.report import Positions
from services.reporting.lineage.sources import Source
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.subjects.references import Named
from services.reporting.subjects.seen import COUNTS_THE_TOWN_ANEW
from shared.read_model.entry import Entry

Step = tuple[Named, Entry]
Subjects = Mapping[Named, Sequence[Entry]]
FrameOf = Callable[[Stepwise], Frame]


def steps_between(
    subjects: Subjects, start: Positions, end: Positions, recorded: Mapping[Source, int]
) -> list[Step]:
    """By (`recorded`, log). `recorded` may be empty where one log alone has any."""
    steps = []
    for key, entries in subjects.items():
        log = LOG_OF_KIND[key[0]]
        for entry in entries:
            if start[log] < entry.position <= end[log]:
                source = Source(log, entry.position)
                steps.append(((recorded.get(source, entry.position), log), (key, entry)))
    steps.sort(key=lambda step: step[0])
    return [step for _, step in steps]


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
            if key[0] in COUNTS_THE_TOWN_ANEW:
                changes = self._in_another_frame()
            else:
                changes = self.members.move(moved)
            if changes:
                cause, events = cause_of(entry, taken), (Source(LOG_OF_KIND[key[0]], entry.position),)
                for counted, weight in changes.items():
                    yield Part(counted.cell, counted.member, weight, cause, events)

    def _in_another_frame(self) -> dict[Counted, int]:
        before = self.members.weights
        self.members = Members(self.town.marks(), self.frame_of(self.town))
        return minus(self.members.weights, before)
