"""Of all that differs, the first event from which on it does: what was recorded before it is the same.

For entries and provenance that is the event itself. For marks it is the event with which a missing one came
to be; where there is only one too many, the last event of the subject. For cells and tallies it is the event
of the first mark in them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

from services.reporting.fresh_fold.derived_marks import DerivedMarks
from services.reporting.fresh_fold.event_behind import NOWHERE, EventAt, recorded
from services.reporting.fresh_fold.first_in_cells import first_in_cells
from services.reporting.fresh_fold.first_of_subject import beginning, first_of_subject
from services.reporting.fresh_fold.row_apart import Apart, Key
from services.reporting.fresh_fold.scratch import Scratch
from services.reporting.subjects.references import Named

_MOST = 2_000
"""Of rows of one table that are looked into; where more differ, the first is one of those or before them."""
_REACHED = "select max(position) from checkpoints where log = ?"


class Place(NamedTuple):
    """Sorts as the events were recorded. Without a log: nothing in them leads to such a row."""

    recorded: int
    log: str
    position: int
    table: str
    key: Key
    check: str
    subject: Named | None
    """Whose event that is, where it is a subject's."""


Leading: TypeAlias = tuple[EventAt, Named | None]


async def first_place(scratch: Scratch, apart: Mapping[str, Iterator[Apart]]) -> Place:
    """At least one of the tables has a row that differs."""
    derived, found = DerivedMarks(scratch), list[Place]()
    for table, rows in apart.items():
        some = list(islice(rows, _MOST))
        leading = await _leading(scratch, derived, table, [each.key for each in some])
        for (check, key), (event, subject) in zip(some, leading, strict=True):
            found.append(Place(recorded(scratch, event), *event, table, key, check, subject))
    return min(found, key=lambda place: (place.log == "", place))


async def _leading(
    scratch: Scratch, derived: DerivedMarks, table: str, keys: Sequence[Key]
) -> Iterable[Leading]:
    """For each key the event to which its difference goes back."""
    match table:
        case "subjects":
            return [(await first_of_subject(scratch, derived, key), (key[1], key[2])) for key in keys]
        case "naming":
            return [(beginning(scratch, (key[0], *key[3:])), (key[3], key[4])) for key in keys]
        case "provenance":
            return [(EventAt(*key), None) for key in keys]
        case "checkpoints":
            return [(_reached(scratch, *key), None) for key in keys]
        case _:
            first = await first_in_cells(scratch, derived, keys)
            return [first.get(key, (NOWHERE, None)) for key in keys]


def _reached(scratch: Scratch, log: str) -> EventAt:
    found = scratch.database.execute(_REACHED, (log,)).fetchone()
    return EventAt(log, int(found[0]))
