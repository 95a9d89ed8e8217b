"""Why 简单合计 and 去重合计 differ: who counts for several filers, or for none."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from services.reporting.counting.columns import FILER_KINDS, Column, annex_of_filer, columns_of
from services.reporting.counting.crediting import UNCREDITED
from services.reporting.counting.mark import Mark

KindOf = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Member:
    """One that counts, by whom, and how much."""

    id: str
    weight: int
    filers: tuple[str, ...]
    """Empty where it is credited to no filer."""

    @property
    def apart(self) -> int:
        """What it adds to the sum of the rows; to the distinct count it adds its weight."""
        return self.weight * len(self.filers)


@dataclass(frozen=True, slots=True)
class ColumnTotals:
    column: Column
    sum: int
    distinct: int
    differing: tuple[Member, ...]
    """Those that count more or less than once in the sum: they make the whole difference."""


def totals_of(marks: Iterable[Mark], annex: str, kind_of: KindOf) -> list[ColumnTotals]:
    """Of one table, column by column."""
    members = _members(
        mark for mark in marks if annex_of_filer(kind_of(mark.filer)) == annex and _listed(mark, kind_of)
    )
    return [_totals(column, members.get(column.key, {})) for column in columns_of(annex)]


def distinct_in_town(marks: Iterable[Mark]) -> dict[str, int]:
    """Over both tables: what counts in each of them, a unit for its village and its department, once."""
    return {
        column: sum(weight for weight, _ in of_column.values())
        for column, of_column in _members(marks).items()
    }


def _listed(mark: Mark, kind_of: KindOf) -> bool:
    return mark.filer == UNCREDITED or kind_of(mark.filer) in FILER_KINDS.values()


def _members(marks: Iterable[Mark]) -> Mapping[str, Mapping[str, tuple[int, set[str]]]]:
    """By column and member: its weight, and the filers it counts for."""
    found: dict[str, dict[str, tuple[int, set[str]]]] = defaultdict(dict)
    for mark in marks:
        _, filers = found[mark.column].setdefault(mark.member, (mark.weight, set()))
        if mark.filer != UNCREDITED:
            filers.add(mark.filer)
    return found


def _totals(column: Column, members: Mapping[str, tuple[int, set[str]]]) -> ColumnTotals:
    all_of_them = [Member(id_, weight, tuple(sorted(filers))) for id_, (weight, filers) in members.items()]
    return ColumnTotals(
        column,
        sum=sum(member.apart for member in all_of_them),
        distinct=sum(member.weight for member in all_of_them),
        differing=tuple(
            sorted(
                (member for member in all_of_them if member.apart != member.weight),
                key=lambda member: member.id,
            )
        ),
    )
