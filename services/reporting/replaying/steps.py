"""Step through an archive: event by event, which cells of the forms moved, from what to what, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.reporting.counting.columns import FILER_KINDS
from services.reporting.counting.policy import POLICIES
from services.reporting.differences.frame import Cell
from services.reporting.differences.parts import Part
from services.reporting.differences.recorded_events import walk_from
from services.reporting.differences.report import Report
from services.reporting.differences.scope import Scope
from services.reporting.differences.walk import Walk
from services.reporting.replaying.archive import Archive
from services.reporting.replaying.cell_moves import CellMove, cells_of, moves_of
from services.reporting.replaying.merged import merged_after
from services.reporting.replaying.town import ReplayedTown
from services.reporting.subjects.from_bytes import Recorded
from services.reporting.subjects.kept import LOG_OF_KIND
from shared.events.envelope import Envelope
from shared.events.stream_id import StreamId


@dataclass(frozen=True, slots=True)
class Step:
    event: Envelope
    positions: Mapping[str, int]
    """With it, by log: a report as recorded at these has it."""
    moves: Mapping[Cell, CellMove]
    """Empty where it moves nothing."""


@dataclass
class Steps:
    """From some positions to the end of what was read, as one campaign's forms see it up to one cut-off."""

    archive: Archive
    town: ReplayedTown
    """As it is at the end."""
    campaign: str
    moment: int
    version: str
    """Of the policy."""
    start: Mapping[str, int]

    def __iter__(self) -> Iterator[Step]:
        """Of the town's events alone; those that move nothing too."""
        taken, events = merged_after(self.archive, self.start, self.town.positions)
        positions, walk = dict(self.start), self._walk(taken)
        cells = cells_of(walk.members.weights)
        for event in events:
            positions[event.log] = event.position
            if event.read is not None and StreamId.parse(event.read.stream).township == self.town.township:
                moves = moves_of(_parts(walk, event.read, taken), cells)
                yield Step(Envelope.from_bytes(event.raw), dict(positions), moves)

    def _walk(self, taken: int) -> Walk:
        report = Report(self.start, self.moment, self.version, POLICIES[self.version], taken)
        return walk_from(
            Scope(self.campaign, tuple(FILER_KINDS), None), self.town.entries, self.start, report
        )


def _parts(walk: Walk, read: Recorded, taken: int) -> Iterator[Part]:
    _, kind, subject = StreamId.parse(read.stream)
    if read.entry is None or kind not in LOG_OF_KIND:
        return iter(())
    return walk.parts([((kind, subject), read.entry)], taken)
