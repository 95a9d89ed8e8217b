"""What a report is made of, as it is frozen: the figures, and a digest of the row's lineage."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from threading import Event
from typing import Any, TypeAlias

from services.reporting.counting.background import Background
from services.reporting.counting.columns import columns_of
from services.reporting.counting.figures import Figures, figures_of
from services.reporting.counting.mark import Mark
from services.reporting.counting.recount import background_of, marks_in
from services.reporting.lineage.cell import counted
from services.reporting.lineage.sources import source_of
from services.reporting.reading.asked_form import Form, context_of
from services.reporting.subjects.as_recorded import Rows, rows_in
from services.reporting.turns.giving_up import until
from shared.canonical import canonical, digest
from shared.events.reporting import ShownWarning
from shared.json_types import Json

Through: TypeAlias = Callable[[Iterable[Any]], Iterator[Any]]


@dataclass(frozen=True, slots=True)
class Frozen:
    figures: Figures
    lineage_digest: str


@dataclass(frozen=True)
class TownMarks:
    """All marks of a town, as of one report: the rows of all filers come of them."""

    marks: Sequence[Mark]
    background: Background

    @cached_property
    def figures(self) -> Figures:
        return figures_of(self.marks, self.background.kind)

    def of(self, filer: str) -> Sequence[Mark]:
        return self._by_filer.get(filer, ())

    @cached_property
    def _by_filer(self) -> Mapping[str, Sequence[Mark]]:
        found: dict[str, list[Mark]] = defaultdict(list)
        for mark in self.marks:
            found[mark.filer].append(mark)
        return found


def frozen(filer: str, stored: Iterable[Iterable[Any]], form: Form, given_up: Event) -> Frozen:
    """Of the whole town's rows: kind, id and entries as stored. Raises `GivenUp` soon after that is set."""
    patient = partial(until, given_up)
    marks = town_marks(rows_in(patient(stored), form.positions), form, patient)
    return Frozen(marks.figures, lineage_digest(form.annex, marks.of(filer)))


def town_marks(rows: Rows, form: Form, through: Through = iter) -> TownMarks:
    """Of rows as of the form's positions. The marks go `through` this one by one; it may end the counting."""
    background = background_of(rows)
    return TownMarks(list(through(marks_in(rows, context_of(form, background)))), background)


def shown_warnings(listed: Iterable[Mapping[str, Any]]) -> list[ShownWarning]:
    """Of an answer document, as they are frozen."""
    return [ShownWarning(**{name: each[name] for name in ShownWarning.model_fields}) for each in listed]


def lineage_digest(annex: str, marks: Iterable[Mark]) -> str:
    """Of a row's marks: by column what counts, its weight, and the events that put it there."""
    of_row = list(marks)
    columns: dict[str, Json] = {
        column.key: _listed(mark for mark in of_row if mark.column == column.key)
        for column in columns_of(annex)
    }
    return f"sha256:{digest(canonical({'annex': annex, 'columns': columns}))}"


def _listed(marks: Iterable[Mark]) -> Json:
    """In an order that follows from the content alone."""
    found: list[Json] = []
    for each in sorted(counted(marks, apart=True), key=lambda each: (each.member, each.weight)):
        events = sorted(source_of(entry) for entry in each.events)
        found.append([each.member, each.weight, [list(event) for event in events]])
    return found
