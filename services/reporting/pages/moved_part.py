"""影响的报表: the cells of the forms and the signed reports that one event stands in, beside a timeline."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from services.reporting.counting.columns import COLUMN
from services.reporting.counting.town import Town
from services.reporting.differences.frame import Cell
from services.reporting.differences.pages import in_form
from services.reporting.filing.state import Submission
from services.reporting.forms.documents.money import shown
from services.reporting.forms.documents.wording import heading
from services.reporting.lineage.place import NOBODY
from services.reporting.lineage.sources import Source
from services.reporting.moved.looking import Moved, moved
from services.reporting.moved.reports import MovedReports
from services.reporting.reading.answering import admitted
from services.reporting.submissions.document import state_name
from services.reporting.turns.admission import Share
from shared.events.text import LARGEST_INTEGER
from shared.identity.dependencies import BeyondFigures
from shared.instant import END_OF_TIME, microseconds
from shared.pages.drawing import Drawing

_NOW = microseconds(END_OF_TIME)

router = APIRouter(include_in_schema=False)


@router.get("/pages/parts/moved")
async def moved_part(
    request: Request,
    account: BeyondFigures,
    log: Literal["registry", "hazards"],
    position: Annotated[int, Query(ge=1, le=LARGEST_INTEGER)],
) -> Response:
    drawing: Drawing = request.app.state.drawing

    async def answer(share: Share) -> Response:
        found = await moved(request, share, account, Source(log, position))
        return drawing.page(request, "moved.html", campaigns=_campaigns(found))

    return await admitted(request, (account.township, account.name), answer)


def _campaigns(found: Moved) -> list[dict[str, Any]]:
    """Those in which it stands somewhere."""
    return [
        {
            "id": each.campaign.id,
            "title": each.campaign.title,
            "now": _cells(each.now, each, found.town),
            "signed": [_submission(*one, each, found.town) for one in each.signed],
        }
        for each in found.reports
        if each.now or each.signed
    ]


def _submission(
    submission: Submission, cells: Mapping[Cell, int], of: MovedReports, town: Town
) -> dict[str, Any]:
    return {
        "number": submission.number,
        "period": submission.signed.period_name,
        "filer": submission.signed.filer_name,
        "state": state_name(submission, of.filing),
        "cells": _cells(cells, of, town),
    }


def _cells(cells: Mapping[Cell, int], of: MovedReports, town: Town) -> list[dict[str, Any]]:
    """In the order of the form."""
    return [_cell(cell, cells[cell], town) for cell in sorted(cells, key=in_form(of.campaign))]


def _cell(cell: Cell, weight: int, town: Town) -> dict[str, Any]:
    column = COLUMN[cell.column]
    filer = town.organisations.get(cell.filer)
    return {
        "annex": cell.annex,
        "filer": None if cell.filer == NOBODY else cell.filer if filer is None else filer.name_before(_NOW),
        "column": heading({"label": column.label, "path": column.path}),
        "weight": f"{'−' if weight < 0 else '+'}{shown(column, abs(weight))}",
    }
