"""A unit in words: what it is called and what it is, at the cut-off."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from services.reporting.particulars.words.wording import GRADES, UNGRADED, UNIT_KINDS
from services.reporting.subjects.dated import before
from services.reporting.subjects.unit import Unit
from shared.read_model.entry import Entry

_DESCRIBED = ("name", "kind", "uscc")


class UnitWords(NamedTuple):
    id: str
    name: str
    kind: str
    grade: str
    village: str
    department: str
    uscc: str


def unit_words(
    unit: str,
    entries: Sequence[tuple[Entry, dict[str, Any]]],
    moment: int,
    limit: int,
    named: Callable[[str | None], str],
) -> UnitWords:
    """Each entry with its whole data. Names as of `moment`; grade, village and department as they count."""
    described = _described(entries, moment)
    known = Unit.of([entry for entry, _ in entries])
    grade = before(known.grades, limit).value
    return UnitWords(
        id=unit,
        name=described.get("name", unit),
        kind=UNIT_KINDS.get(described.get("kind", ""), ""),
        grade=UNGRADED if grade is None else GRADES[grade],
        village=named(before(known.villages, limit).value),
        department=named(before(known.departments, limit).value),
        uscc=described.get("uscc", ""),
    )


def _described(entries: Sequence[tuple[Entry, dict[str, Any]]], moment: int) -> dict[str, str]:
    """What it was registered with, at whatever moment, and what was said of it since."""
    said: dict[str, str] = {}
    for entry, data in entries:
        if entry.type == "unit.registered" or (entry.type == "unit.described" and entry.occurred < moment):
            said |= {name: str(data[name]) for name in _DESCRIBED if name in data}
    return said
