"""All that a cell's page says: its figure, and what is behind it page by page, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request

from services.reporting.counting.columns import COLUMN, Column, columns_of
from services.reporting.forms.documents.money import shown
from services.reporting.forms.documents.wording import heading
from services.reporting.lineage.cell import Counted
from services.reporting.lineage.document import entries_of
from services.reporting.lineage.pages import Page
from services.reporting.lineage.place import Place
from services.reporting.lineage.provenance import read_provenance
from services.reporting.lineage.sources import source_of
from services.reporting.pages.addresses import Addresses
from services.reporting.pages.report_said import ReportSaid, report_said
from services.reporting.pages.subject_shown import SubjectShown, subject_shown
from services.reporting.particulars.gathering import Gathering
from services.reporting.particulars.table import whose
from services.reporting.reading.question import Question
from services.reporting.reading.snapshot import Found
from shared.read_model.generation import reading


@dataclass(frozen=True, slots=True)
class CellDrawn:
    cell: Place
    column: Column
    name: str
    """Of the column, in one line."""
    whose: str
    value: int | str
    many: int
    """How many count, on all pages."""
    subjects: Sequence[SubjectShown]
    next: str | None
    report: ReportSaid
    at: Addresses
    fixed: Addresses
    before: str | None
    after: str | None
    """The columns on both sides."""


async def cell_drawn(
    request: Request, asked: Question, found: Found, cell: Place, counted: Sequence[Counted], page: Page
) -> CellDrawn:
    column, state = COLUMN[cell.column], request.app.state
    gathered = await Gathering(state.pool, state.bus, asked.township, found).of(column.key, page.counted)
    known = gathered.known()
    async with reading(state.pool, found.form.generation) as connection:
        recorded = await read_provenance(connection, set(map(source_of, entries_of(page))))
    at = Addresses.of(asked)
    before, after = _beside(asked.annex, column.key)
    return CellDrawn(
        cell=cell,
        column=column,
        name=column_name(column),
        whose=whose(cell, known.organisation),
        value=shown(column, sum(each.weight for each in counted)),
        many=len(counted),
        subjects=[
            subject_shown(column, each, known, recorded, apart=cell.of == "sum") for each in page.counted
        ],
        next=page.next,
        report=report_said(asked, found.form),
        at=at,
        fixed=at.fixed(found.form),
        before=before,
        after=after,
    )


def column_name(column: Column) -> str:
    return heading({"label": column.label, "path": column.path})


def _beside(annex: str, column: str) -> tuple[str | None, str | None]:
    keys = [each.key for each in columns_of(annex)]
    place = keys.index(column)
    return keys[place - 1] if place else None, keys[place + 1] if place + 1 < len(keys) else None
