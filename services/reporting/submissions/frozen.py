"""What a report is made of, as it is frozen: the figures, and a digest of the row's lineage."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Any

from services.reporting.counting.columns import columns_of
from services.reporting.counting.figures import Figures, figures_of
from services.reporting.counting.mark import Mark
from services.reporting.counting.recount import background_of, marks_in
from services.reporting.lineage.cell import counted
from services.reporting.lineage.marks import context_of
from services.reporting.lineage.sources import source_of
from services.reporting.reading.asked_form import Form
from services.reporting.subjects.as_recorded import rows_in
from services.reporting.turns.giving_up import until
from shared.canonical import canonical, digest
from shared.json_types import Json


@dataclass(frozen=True, slots=True)
class Frozen:
    figures: Figures
    lineage_digest: str


def frozen(filer: str, stored: Iterable[Iterable[Any]], form: Form, given_up: Event) -> Frozen:
    """Of the whole town's rows: kind, id and entries as stored. Raises `GivenUp` soon after that is set."""
    patient = partial(until, given_up)
    rows = rows_in(patient(stored), form.positions)
    background = background_of(rows)
    marks = list(patient(marks_in(rows, context_of(form, background))))
    figures = figures_of(marks, background.kind)
    return Frozen(figures, lineage_digest(form.annex, [mark for mark in marks if mark.filer == filer]))


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
