"""明细: what is behind a cell, beside the form or on a page of its own; and why something is not in it."""

from dataclasses import fields
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from services.reporting.counting.columns import COLUMN
from services.reporting.lineage.api import ColumnKey
from services.reporting.lineage.behind import counted_behind, load_behind
from services.reporting.lineage.marks import Kept
from services.reporting.lineage.pages import page_of, read_after
from services.reporting.lineage.place import place
from services.reporting.pages.addresses import Addresses
from services.reporting.pages.answered_page import answered_page
from services.reporting.pages.cell_drawn import cell_drawn, column_name
from services.reporting.pages.event_shown import events_shown
from services.reporting.pages.subject_shown import page_of_subject
from services.reporting.particulars.table import whose
from services.reporting.reading.asking import AskedQuestion
from services.reporting.reading.snapshot import Found
from services.reporting.why_not.asking import Loaded, SubjectAsked, Told
from services.reporting.why_not.document import source_in
from services.reporting.why_not.rules.reasons import sentences
from shared.event_log.connection import Connection
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.pages.drawing import Drawing
from shared.pages.parts import is_part

router = APIRouter(include_in_schema=False)

_PAGE = 20


@router.get("/pages/campaigns/{campaign}/{annex}/cells/{filer}/{column}")
async def cell_page(
    request: Request,
    _: BeyondFigures,
    asked: AskedQuestion,
    filer: Name,
    column: ColumnKey,
    after: Annotated[str | None, Query(max_length=1000)] = None,
) -> Response:
    """As the API lists it, in words."""
    drawing: Drawing = request.app.state.drawing
    cell, beginning = place(asked, filer, column), read_after(after)

    async def load(connection: Connection, found: Found) -> Kept | None:
        return await load_behind(connection, found, asked, cell)

    async def render(found: Found, kept: Kept | None, _: str) -> Response:
        counted = await counted_behind(request.app.state.recounting, asked, found, cell, kept)
        page = page_of(counted, beginning, _PAGE)
        drawn = await cell_drawn(request, asked, found, cell, counted, page)
        shown = {field.name: getattr(drawn, field.name) for field in fields(drawn)}
        return drawing.page(request, _template(request, after), here="forms", **shown)

    return await answered_page(request, asked, f"cell {filer} {column} {after}", load, render)


def _template(request: Request, after: str | None) -> str:
    if not is_part(request):
        return "cell.html"
    return "cell_part.html" if after is None else "cell_subjects.html"


@router.get("/pages/campaigns/{campaign}/{annex}/cells/{filer}/{column}/why-not")
async def why_not_page(
    request: Request,
    _: BeyondFigures,
    asked: AskedQuestion,
    filer: Name,
    column: ColumnKey,
    subject: Annotated[Name, Query(min_length=1)],
) -> Response:
    drawing: Drawing = request.app.state.drawing
    about = SubjectAsked.of(asked, filer, column, subject.strip())
    template = "why_not_part.html" if is_part(request) else "why_not.html"

    async def render(found: Found, loaded: Loaded, _: str) -> Response:
        told = await about.told(request, found, loaded)
        shown = _why_not_shown(about, told)
        return drawing.page(request, template, here="forms", at=Addresses.of(asked), **shown)

    return await answered_page(request, asked, f"why not {(filer, column, subject)}", about.load, render)


def _why_not_shown(about: SubjectAsked, told: Told) -> dict[str, Any]:
    explained = told.explained
    reason = explained.reason
    counted = [entry for each in explained.counted for entry in each.events]

    def named(organisation: str) -> str:
        return told.names.get(organisation, organisation)

    return {
        "cell": about.cell,
        "name": column_name(COLUMN[about.cell.column]),
        "whose": whose(about.cell, named),
        "subject": about.subject,
        "address": page_of_subject(told.kind, about.subject) if explained.known else None,
        "reason": None
        if reason is None
        else sentences(reason, told.names, survivor_counts=explained.survivor_counts),
        "events": events_shown(
            counted if reason is None else reason.behind,
            told.known,
            named,
            lambda entry: source_in(told.kind, entry),
        ),
    }
