"""What a signed row counted, member by member, derived from the log again. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from threading import Event
from typing import Any, TypeAlias

from services.reporting.counting.columns import COLUMN, columns_of
from services.reporting.counting.mark import Mark
from services.reporting.counting.recount import background_of, marks_in
from services.reporting.reading.asked_form import Form, context_of
from services.reporting.subjects.as_recorded import rows_in
from services.reporting.turns.giving_up import until

Members: TypeAlias = Mapping[str, Mapping[str, int]]
"""By column, each member and its weight: 1, or fen."""


def members_of(filer: str, stored: Iterable[Iterable[Any]], form: Form, given_up: Event) -> Members:
    """Of the whole town's rows: kind, id and entries as stored. Raises `GivenUp` soon after that is set."""
    patient = partial(until, given_up)
    rows = rows_in(patient(stored), form.positions)
    marks = patient(marks_in(rows, context_of(form, background_of(rows))))
    return members_in(form.annex, (mark for mark in marks if mark.filer == filer))


def members_in(annex: str, marks: Iterable[Mark]) -> Members:
    """Of one filer's marks."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for mark in marks:
        weights = found[mark.column]
        before = 0 if COLUMN[mark.column].kind == "count" else weights.get(mark.member, 0)
        weights[mark.member] = before + mark.weight
    return {column.key: found[column.key] for column in columns_of(annex)}


def values(members: Members) -> dict[str, int]:
    """What a row with these members shows."""
    return {column: sum(weights.values()) for column, weights in members.items()}


def union(annex: str, rows: Iterable[Members]) -> dict[str, int]:
    """去重合计: each member once, whoever counted it."""
    together: dict[str, dict[str, int]] = {column.key: {} for column in columns_of(annex)}
    for members in rows:
        for column, weights in members.items():
            for member, weight in weights.items():
                together[column][member] = max(weight, together[column].get(member, 0))
    return values(together)
