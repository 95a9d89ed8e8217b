"""What is behind a cell, over HTTP."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Path, Query, Request, Response

from services.reporting.counting.columns import COLUMNS
from services.reporting.lineage.answers import LineageAnswer
from services.reporting.lineage.behind import counted_behind, load_behind
from services.reporting.lineage.document import entries_of, lineage_document
from services.reporting.lineage.marks import Kept
from services.reporting.lineage.pages import page_of, read_after
from services.reporting.lineage.place import DISTINCT, NOBODY, SUM, place
from services.reporting.lineage.provenance import read_provenance
from services.reporting.lineage.sources import source_of
from services.reporting.reading.answering import answered
from services.reporting.reading.asking import AskedQuestion
from services.reporting.reading.snapshot import Found
from shared.event_log.connection import Connection, Pool
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.read_model.generation import reading

FILER = f"A filer's id, or `{SUM}` (简单合计), `{DISTINCT}` (去重合计), `{NOBODY}` (credited to no filer)."
ColumnKey = Annotated[Name, Path(json_schema_extra={"enum": [column.key for column in COLUMNS]})]
LARGEST_PAGE = 1000

router = APIRouter(tags=["reporting"])


@router.get(
    "/campaigns/{campaign}/{annex}/cells/{filer}/{column}",
    response_model=LineageAnswer,
    responses={304: {"description": "Nothing has changed."}, 429: {}},
    summary="What is behind a cell; 数字的来源",
)
async def lineage(
    request: Request,
    _: BeyondFigures,
    asked: AskedQuestion,
    filer: Annotated[Name, Path(description=FILER)],
    column: ColumnKey,
    after: Annotated[str | None, Query(max_length=1000, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 100,
) -> Response:
    """Every subject counted in the cell, with the events that put it there. For pages, name `positions`."""
    cell, beginning = place(asked, filer, column), read_after(after)

    async def load(connection: Connection, found: Found) -> Kept | None:
        return await load_behind(connection, found, asked, cell)

    async def rendered(found: Found, kept: Kept | None, _: str) -> Response:
        counted = await counted_behind(request.app.state.recounting, asked, found, cell, kept)
        page = page_of(counted, beginning, limit)
        pool: Pool = request.app.state.pool
        async with reading(pool, found.form.generation) as connection:
            known = await read_provenance(connection, set(map(source_of, entries_of(page))))
        kinds = {each: organisation.kind for each, organisation in found.organisations.items()}
        answer = lineage_document(found.form, cell, counted, page, known, kinds)
        return Response(orjson.dumps(answer), media_type="application/json")

    shape = f"lineage {filer} {column} {after} {limit}"
    return await answered(request, asked, shape, load, rendered)
