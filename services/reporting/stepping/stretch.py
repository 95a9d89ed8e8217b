"""A stretch of steps before and after a point: which cells of the forms each event moved, and why. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeAlias

from services.reporting.counting.policy import POLICIES
from services.reporting.differences.frame import Cell
from services.reporting.differences.recorded_events import walk_from
from services.reporting.differences.report import Positions, Report
from services.reporting.differences.scope import Scope
from services.reporting.differences.walk import Subjects
from services.reporting.replaying.cell_moves import CellMove, cells_of, moves_of
from services.reporting.stepping.near import Near
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.subjects.references import Named
from shared.read_model.entry import Entry

STEPS = 20
"""Before the point, and after it."""


@dataclass(frozen=True, slots=True)
class _Event:
    recorded: int
    log: str
    key: Named
    entry: Entry


@dataclass(frozen=True, slots=True)
class Step:
    log: str
    position: int
    type: str
    subject: Named
    occurred: int
    recorded: int
    positions: Positions
    """With it: a form as recorded at these has it, and nothing after it."""
    moves: Mapping[Cell, CellMove]


@dataclass(frozen=True, slots=True)
class Stretch:
    before: Sequence[Step]
    """The last of them is the one that led to the point."""
    after: Sequence[Step]
    before_that: Positions | None
    """The point before the first of `before`; None where nothing of the town is near."""
    beyond: Positions | None
    """Where nothing of the town comes near after the point: from where on to look."""


Through: TypeAlias = Callable[[Iterable[_Event]], Iterable[_Event]]


def stretch_of(
    subjects: Subjects,
    at: Positions,
    near: Near,
    scope: Scope,
    seen: tuple[int, str],
    through: Through = iter,
) -> Stretch:
    """`seen`: up to which cut-off, under which policy. What never moves a figure, by its type, is no step."""
    events = sorted(_events(subjects, near), key=attrgetter("recorded", "log"))
    before = [each for each in events if each.entry.position <= at[each.log]][-STEPS:]
    after = [each for each in events if each.entry.position > at[each.log] and near.covers(each.recorded)]
    start = _start(at, before)
    moment, version = seen
    walk = walk_from(scope, subjects, start, Report(start, moment, version, POLICIES[version], 0))
    cells, positions, steps = cells_of(walk.members.weights), dict(start), list[Step]()
    for each in through([*before, *after[:STEPS]]):
        positions[each.log] = each.entry.position
        moves = moves_of(walk.parts([(each.key, each.entry)], 0), cells)
        steps.append(_step(each, dict(positions), moves))
    beyond = None if after or not near.goes_on else near.last
    many = len(before)
    return Stretch(steps[:many], steps[many:], start if before else None, beyond)


def _events(subjects: Subjects, near: Near) -> Iterator[_Event]:
    for key, entries in subjects.items():
        log = LOG_OF_KIND[key[0]]
        for entry in entries:
            recorded = near.recorded(log, entry.position)
            if recorded is not None:
                yield _Event(recorded, log, key, entry)


def _start(at: Positions, before: Iterable[_Event]) -> dict[str, int]:
    start = dict(at)
    for each in before:
        start[each.log] = min(start[each.log], each.entry.position - 1)
    return start


def _step(event: _Event, positions: Positions, moves: Mapping[Cell, CellMove]) -> Step:
    entry = event.entry
    return Step(
        event.log, entry.position, entry.type, event.key, entry.occurred, event.recorded, positions, moves
    )
