"""The event from which on a subject's row is another one than what answers."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

import orjson

from services.reporting.fresh_fold.derived_marks import DerivedMarks
from services.reporting.fresh_fold.event_behind import NOWHERE, EventAt, completing, recorded
from services.reporting.fresh_fold.row_apart import Key
from services.reporting.fresh_fold.scratch import DERIVED, LIVE, Scratch
from services.reporting.subjects.kept import LOG_OF_KIND
from shared.read_model.entry import Entry, decode

_STORED = "select entries, marks from subjects where side = ? and township = ? and kind = ? and id = ?"


async def first_of_subject(scratch: Scratch, derived: DerivedMarks, key: Key) -> EventAt:
    _, kind, _ = key
    own, live = (_stored(scratch, side, key) for side in (DERIVED, LIVE))
    if own is None or live is None:
        entries = (own or live or ([], ""))[0]
        return EventAt(LOG_OF_KIND.get(kind, ""), entries[0].position if entries else 0)
    for one, other in zip_longest(own[0], live[0]):
        if one != other:
            both = [each.position for each in (one, other) if each is not None]
            return EventAt(LOG_OF_KIND[kind], min(both))
    return await _of_marks(scratch, derived, key, live[1])


def beginning(scratch: Scratch, key: Key) -> EventAt:
    """The subject's first event."""
    held = _stored(scratch, DERIVED, key)
    return EventAt(LOG_OF_KIND[key[1]], held[0][0].position) if held else NOWHERE


def _end(scratch: Scratch, key: Key) -> EventAt:
    held = _stored(scratch, DERIVED, key)
    return EventAt(LOG_OF_KIND[key[1]], held[0][-1].position) if held else NOWHERE


def _stored(scratch: Scratch, side: int, key: Key) -> tuple[Sequence[Entry], str] | None:
    found = scratch.database.execute(_STORED, (side, *key)).fetchone()
    if found is None:
        return None
    try:
        return decode(found[0].encode()), found[1]
    except (ValueError, TypeError):
        return [], found[1]


async def _of_marks(scratch: Scratch, derived: DerivedMarks, key: Key, live: str) -> EventAt:
    """The rows say the same, and not the same follows from it."""
    township, *named = key
    subject = named[0], named[1]
    there = _listed(live)
    lacking = [
        completing(scratch, mark)
        for campaign, marks in (await derived.of(township, [subject]))[subject].items()
        for mark in marks
        if (campaign, *mark[:4]) not in there
    ]
    if lacking:
        return min(lacking, key=lambda event: (recorded(scratch, event), event))
    return _end(scratch, key)


def _listed(marks: str) -> set[tuple[Any, ...]]:
    try:
        return {(campaign, *mark) for campaign, listed in orjson.loads(marks).items() for mark in listed}
    except (ValueError, TypeError, AttributeError):
        return set()
