"""What was owed, held against the table: what is missing, and what was sent though not owed. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from services.notifications.recount.owed import Owed

What: TypeAlias = tuple[str, str, datetime]
_ENDED_FOR_NOTHING = ("done", "another_recipient")
"""Reasons that hold only while nothing is owed any more."""
_PARTS = {"reporter": ("reporter", "stand_in", "head"), "head": ("head",)}


@dataclass(frozen=True, slots=True)
class Row:
    """A reminder of the table."""

    rule: str
    subject: str
    due: datetime
    recipient: str
    audience: frozenset[str]
    state: str
    reason: str | None
    judged_on: Mapping[str, int] | None

    @property
    def what(self) -> What:
        return self.rule, self.subject, self.due

    @property
    def ended_for_nothing(self) -> bool:
        return self.state == "cancelled" and self.reason in _ENDED_FOR_NOTHING

    @property
    def accounted(self) -> bool:
        return self.state not in ("cancelled", "failed", "uncertain") or bool(self.reason)


@dataclass(frozen=True, slots=True)
class Debt:
    owed: Owed
    still: bool
    """By what is known now, and not overtaken: then it is no answer that it was done."""


@dataclass(frozen=True, slots=True)
class Missing:
    owed: Owed
    seats: tuple[str, ...]
    """Those that nobody was told for."""


Contacts: TypeAlias = Mapping[str, datetime]
"""References of filers and lists whose address is nobody else's, and when each was entered."""


def missing(debts: Iterable[Debt], rows: Iterable[Row], contacts: Contacts) -> Iterator[Missing]:
    of_what: dict[What, list[Row]] = defaultdict(list)
    for row in rows:
        if row.accounted:
            of_what[row.what].append(row)
    for debt in debts:
        there = [row for row in of_what[debt.owed.what] if not (debt.still and row.ended_for_nothing)]
        lacking = sorted(
            {seat for seat, of in debt.owed.seats if not _told(seat, of, debt.owed, there, contacts)}
        )
        if lacking:
            yield Missing(debt.owed, tuple(lacking))


def _told(seat: str, of: str, owed: Owed, rows: Sequence[Row], contacts: Contacts) -> bool:
    """Where it is certain who has the seat by himself, he; else anybody who was told for it."""
    for_seat = [row for row in rows if seat in row.audience]
    if seat == "safety_office":
        slots = [each for each in contacts if each.startswith("list/safety-office/")]
        certain = [each for each in slots if contacts[each] < owed.due]
        return bool(for_seat) and {row.recipient for row in for_seat}.issuperset(certain)
    parts = [f"filer/{of}/{part}" for part in _PARTS.get(seat, ())]
    if any(contacts.get(part, owed.due) < owed.due for part in parts):
        return any(row.recipient.startswith(f"filer/{of}/") for row in for_seat)
    return bool(for_seat)


def was_owed(row: Row, then: Iterable[Owed]) -> bool:
    return any(each.what == row.what for each in then)
