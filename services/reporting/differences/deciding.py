"""Which events of a subject lie behind what two cut-offs, or two policies, see differently."""

from collections import defaultdict
from collections.abc import Iterator

from services.reporting.counting.context import Context
from services.reporting.counting.marks import marks_of
from services.reporting.differences.frame import Counted
from services.reporting.differences.fresh import Fresh, MarksOf
from services.reporting.differences.parts import PartEvent, event_of
from services.reporting.subjects.references import Named


class SeenDifferently:
    """The subjects whose marks differ in two views of one state of a town, by what they mark."""

    def __init__(self, one: MarksOf, other: MarksOf) -> None:
        self._subjects: defaultdict[tuple[str, str], set[Named]] = defaultdict(set)
        for key, marks in one.items():
            if marks == other[key]:
                continue
            seen = {mark[:4] for mark in marks}.symmetric_difference(mark[:4] for mark in other[key])
            for _, column, member, _ in seen:
                self._subjects[column, member].add(key)

    def of(self, counted: Counted) -> list[Named]:
        return sorted(self._subjects[counted.cell.column, counted.member])


def between_cutoffs(fresh: Fresh, key: Named, start: int, end: int) -> Iterator[PartEvent]:
    """What occurred from the one to the other."""
    for entry in fresh.rows[key[0]][key[1]]:
        if start <= entry.occurred < end:
            yield event_of(key, entry)


def between_policies(fresh: Fresh, key: Named, one: Context, other: Context) -> Iterator[PartEvent]:
    """Without any one of these both would see the same."""
    kind, subject = key
    in_force = fresh.rows[kind][subject]
    for entry in in_force:
        rest = [each for each in in_force if each is not entry]
        seen = [{mark[:4] for mark in marks_of(kind, subject, rest, context)} for context in (one, other)]
        if seen[0] == seen[1]:
            yield event_of(key, entry)
