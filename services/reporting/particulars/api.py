"""明细台账 over HTTP: what counts in a cell, a line each, as a spreadsheet."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from services.reporting.forms.formats import XLSX
from services.reporting.forms.written import WrittenForms
from services.reporting.lineage.api import FILER, ColumnKey
from services.reporting.lineage.behind import counted_behind, load_behind
from services.reporting.lineage.marks import Kept
from services.reporting.lineage.place import place
from services.reporting.particulars.gathering import Gathering
from services.reporting.particulars.spreadsheet import particulars_spreadsheet
from services.reporting.particulars.table import Asked
from services.reporting.reading.answering import answered, demo_clock
from services.reporting.reading.asking import AskedQuestion
from services.reporting.reading.snapshot import Found
from shared.event_log.connection import Connection
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.problems import Rejected

MOST_LINES = 10_000

router = APIRouter(tags=["reporting"])


@router.get(
    "/campaigns/{campaign}/{annex}/cells/{filer}/{column}.xlsx",
    response_class=Response,
    responses={
        200: {"content": {XLSX: {}}},
        304: {"description": "Nothing has changed."},
        429: {},
    },
    summary="What counts in a cell, in words, as a spreadsheet; 明细台账",
)
async def particulars(
    request: Request,
    _: BeyondFigures,
    asked: AskedQuestion,
    filer: Annotated[Name, Path(description=FILER)],
    column: ColumnKey,
) -> Response:
    """A line for each that counts, with its weight and with who recorded it; at most 10,000 lines."""
    cell = place(asked, filer, column)
    lists: WrittenForms = request.app.state.written_lists

    async def load(connection: Connection, found: Found) -> Kept | None:
        return await load_behind(connection, found, asked, cell)

    async def rendered(found: Found, kept: Kept | None, etag: str) -> Response:
        counted = await counted_behind(request.app.state.recounting, asked, found, cell, kept)
        _refuse_beyond(len(counted))

        async def gather() -> Asked:
            gathering = Gathering(request.app.state.pool, request.app.state.bus, asked.township, found)
            return Asked(cell, counted, await gathering.of(column, counted), demo_clock(request))

        content = await lists.gathered(asked.asker, etag, gather, particulars_spreadsheet)
        disposition = f'attachment; filename="{asked.annex}-{column}.xlsx"'
        return Response(content, media_type=XLSX, headers={"Content-Disposition": disposition})

    return await answered(request, asked, f"particulars {filer} {column}", load, rendered, keep=True)


def _refuse_beyond(lines: int) -> None:
    if lines > MOST_LINES:
        detail = f"共 {lines} 行，最多 {MOST_LINES} 行 {lines} lines, and {MOST_LINES} are the most"
        raise Rejected("list_too_large", detail=detail)
