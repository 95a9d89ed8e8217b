"""The first event of what counts in cells and tallies: a town is gone through once, however many differ."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import orjson

from services.reporting.counting.added_up import total_place
from services.reporting.counting.columns import COLUMN
from services.reporting.fresh_fold.derived_marks import DerivedMarks, OfSubject
from services.reporting.fresh_fold.event_behind import EventAt, completing, recorded
from services.reporting.fresh_fold.row_apart import Key
from services.reporting.fresh_fold.scratch import DERIVED, Scratch
from services.reporting.subjects.references import Named

_MARKED = f"select kind, id, marks from subjects where side = {DERIVED} and township = ?"  # noqa: S608
_AT_ONCE = 500


async def first_in_cells(
    scratch: Scratch, derived: DerivedMarks, keys: Sequence[Key]
) -> Mapping[Key, tuple[EventAt, Named]]:
    """By key of a cell or a tally, with whose event it is; where nothing counts there is none."""
    of_town: defaultdict[str, set[Key]] = defaultdict(set)
    for key in keys:
        of_town[key[0]].add(key)
    found: dict[Key, tuple[EventAt, Named]] = {}
    for township, wanted in of_town.items():
        for subjects in _counting(scratch, township, wanted):
            for subject, marks in (await derived.of(township, subjects)).items():
                for key, event in _events(scratch, township, wanted, marks):
                    before = found.get(key)
                    if before is None or _order(scratch, event) < _order(scratch, before[0]):
                        found[key] = event, subject
    return found


def _order(scratch: Scratch, event: EventAt) -> tuple[int, EventAt]:
    return recorded(scratch, event), event


def _counting(scratch: Scratch, township: str, wanted: AbstractSet[Key]) -> Iterator[Sequence[Named]]:
    """The subjects that count in one of these, some at a time."""
    some: list[Named] = []
    for kind, subject, marks in scratch.database.execute(_MARKED, (township,)):
        listed = orjson.loads(marks).items()
        if any(
            not wanted.isdisjoint(_keys(township, each, mark)) for each, marks in listed for mark in marks
        ):
            some.append((kind, subject))
        if len(some) == _AT_ONCE:
            yield some
            some = []
    yield some


def _events(
    scratch: Scratch, township: str, wanted: AbstractSet[Key], marks: OfSubject
) -> Iterator[tuple[Key, EventAt]]:
    for campaign, of_campaign in marks.items():
        for mark in of_campaign:
            for key in _keys(township, campaign, mark):
                if key in wanted:
                    yield key, completing(scratch, mark)


def _keys(township: str, campaign: str, mark: Sequence[Any]) -> Iterable[Key]:
    """Cells and tallies that a mark counts in: of its filer, and of the form's distinct total."""
    filer, column, member, *_ = mark
    cell = township, campaign, filer, column
    yield cell
    yield (*cell, member)
    known = COLUMN.get(column)
    if known is not None and known.shared:
        total = township, campaign, total_place(known.annexes[0]), column
        yield total
        yield (*total, member)
