"""Of all that differs, the first event from which on it does: what was recorded before it is the same.

For entries and provenance that is the event itself. For marks it is the event with which a missing one came
to be; where there is only one too many, the last event of the subject. For cells and tallies it is the event
of the first mark in them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

import orjson

from services.reporting.counting.added_up import total_place
from services.reporting.counting.columns import COLUMN
from services.reporting.counting.mark import Mark, Need
from services.reporting.counting.marks import marks_of
from services.reporting.counting.town import TOWN_KINDS
from services.reporting.projection.load_background import town_of
from services.reporting.shadow.counting import counted
from services.reporting.shadow.scratch import DERIVED, LIVE, Scratch
from services.reporting.subjects.dated import AsSaid
from services.reporting.subjects.kept import LOG_OF_KIND
from shared.read_model.entry import Entry, decode

_MOST = 2_000
"""Of rows of one table that are looked into; where more differ, the first is one of those or before them."""
_STORED = "select entries, marks from subjects where side = ? and township = ? and kind = ? and id = ?"
_RECORDED = f"select recorded from provenance where side = {DERIVED} and log = ? and position = ?"  # noqa: S608
_MARKING = f"""
select kind, id, marks from subjects where side = {DERIVED} and township = ? and instr(marks, ?) > 0
"""  # noqa: S608

Key = tuple[Any, ...]


class Place(NamedTuple):
    """Sorts as the events were recorded. Without a log: nothing in them leads to such a row."""

    recorded: int
    log: str
    position: int
    table: str
    key: Key


async def first_place(scratch: Scratch, apart: Mapping[str, Iterator[Key]]) -> Place:
    """At least one of the tables has a row that differs."""
    found: list[Place] = []
    for table, keys in apart.items():
        for _, key in zip(range(_MOST), keys, strict=False):
            found.append(await _place(scratch, table, key))
    return min(found, key=lambda place: (place.log == "", place))


async def _place(scratch: Scratch, table: str, key: Key) -> Place:
    match table:
        case "subjects":
            log, position = await _of_subject(scratch, key)
        case "provenance":
            log, position = key
        case "checkpoints":
            log, position = key[0], _reached(scratch, key[0])
        case "naming":
            log, position = _beginning(scratch, (key[0], *key[3:]))
        case _:
            log, position = await _of_cell(scratch, key)
    recorded = scratch.database.execute(_RECORDED, (log, position)).fetchone()
    return Place(recorded[0] if recorded else 0, log, position, table, key)


def _reached(scratch: Scratch, log: str) -> int:
    found = scratch.database.execute("select max(position) from checkpoints where log = ?", (log,)).fetchone()
    return int(found[0])


async def _of_subject(scratch: Scratch, key: Key) -> tuple[str, int]:
    _, kind, _ = key
    derived, live = (_stored(scratch, side, key) for side in (DERIVED, LIVE))
    if derived is None or live is None:
        entries = (derived or live or ([], ""))[0]
        return LOG_OF_KIND.get(kind, ""), entries[0].position if entries else 0
    for one, other in zip_longest(derived[0], live[0]):
        if one != other:
            return LOG_OF_KIND[kind], min(each.position for each in (one, other) if each is not None)
    return await _of_marks(scratch, key, live[1])


def _stored(scratch: Scratch, side: int, key: Key) -> tuple[Sequence[Entry], str] | None:
    found = scratch.database.execute(_STORED, (side, *key)).fetchone()
    if found is None:
        return None
    try:
        return decode(found[0].encode()), found[1]
    except (ValueError, TypeError):
        return [], found[1]


async def _of_marks(scratch: Scratch, key: Key, live: str) -> tuple[str, int]:
    """The rows say the same, and not the same follows from it."""
    township, *named = key
    there = _listed(live)
    lacking = [
        _complete(scratch, mark)
        for campaign, marks in (await _derived_marks(scratch, township, (named[0], named[1]))).items()
        for mark in marks
        if (campaign, *mark[:4]) not in there
    ]
    if lacking:
        return min(lacking, key=lambda event: (_recorded(scratch, event), event))
    return _end(scratch, key)


async def _derived_marks(
    scratch: Scratch, township: str, key: tuple[str, str]
) -> Mapping[str, Sequence[Mark]]:
    rows = dict(await scratch.load(township, [key]))
    town = town_of(scratch.of_kinds(township, TOWN_KINDS))
    _, contexts = await counted(scratch, township, town, rows)
    return {campaign: marks_of(*key, rows[key].in_force, context) for campaign, context in contexts.items()}


def _listed(marks: str) -> set[tuple[Any, ...]]:
    try:
        return {(campaign, *mark) for campaign, listed in orjson.loads(marks).items() for mark in listed}
    except (ValueError, TypeError, AttributeError):
        return set()


def _complete(scratch: Scratch, mark: Mark) -> tuple[str, int]:
    """Log and position of the last recorded of those events that put it there together."""
    entries = [entry for entry in map(_entry, mark.behind) if entry is not None]
    events = [(LOG_OF_KIND[entry.type.partition(".")[0]], entry.position) for entry in entries]
    return max(events, key=lambda event: (_recorded(scratch, event), event))


def _entry(need: Need) -> Entry | None:
    """None where nothing was said."""
    said = [each.entry for each in need.said] if isinstance(need, AsSaid) else need[:1]
    return said[-1] if said else None


def _recorded(scratch: Scratch, event: tuple[str, int]) -> int:
    found = scratch.database.execute(_RECORDED, event).fetchone()
    return found[0] if found else 0


def _beginning(scratch: Scratch, key: Key) -> tuple[str, int]:
    held = _stored(scratch, DERIVED, key)
    return (LOG_OF_KIND[key[1]], held[0][0].position) if held else ("", 0)


def _end(scratch: Scratch, key: Key) -> tuple[str, int]:
    held = _stored(scratch, DERIVED, key)
    return (LOG_OF_KIND[key[1]], held[0][-1].position) if held else ("", 0)


async def _of_cell(scratch: Scratch, key: Key) -> tuple[str, int]:
    """Of a cell, or of one member in it."""
    township, campaign, place, column, *member = key
    found: list[tuple[str, int]] = []
    written = orjson.dumps(member[0] if member else column).decode()
    for kind, subject, marks in scratch.database.execute(_MARKING, (township, written)).fetchall():
        if _counts(orjson.loads(marks).get(campaign, ()), place, column, member):
            derived = await _derived_marks(scratch, township, (kind, subject))
            found += [
                _complete(scratch, each)
                for each in derived[campaign]
                if _counts([each], place, column, member)
            ]
    return min(found, key=lambda event: (_recorded(scratch, event), event), default=("", 0))


def _counts(marks: Iterable[Sequence[Any]], place: str, column: str, member: Sequence[str]) -> bool:
    """Whether one of them is in that place, which may be the distinct total of the form."""
    known = COLUMN.get(column)
    total = total_place(known.annexes[0]) if known is not None and known.shared else None
    return any(
        mark[1] == column and place in (mark[0], total) and (not member or mark[2] == member[0])
        for mark in marks
    )
