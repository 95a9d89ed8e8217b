"""Why a subject is not counted in a cell, over HTTP."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

import orjson
from fastapi import APIRouter, Path, Query, Request, Response

from services.reporting.lineage.api import FILER, ColumnKey
from services.reporting.lineage.place import Place, place
from services.reporting.lineage.provenance import read_provenance
from services.reporting.reading.answering import answered
from services.reporting.reading.asking import AskedQuestion
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found
from services.reporting.why_not.answers import Kind, WhyNotAnswer
from services.reporting.why_not.document import sources_in, why_not_document
from services.reporting.why_not.explaining import Explained
from services.reporting.why_not.rules.cell import kinds_of
from services.reporting.why_not.told import (
    Explanations,
    Kept,
    explained_of_kept,
    explained_of_town,
    load_kept,
)
from services.reporting.why_not.visible import visible_kinds
from shared.event_log.connection import Connection, Pool
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.problems import Rejected
from shared.read_model.generation import reading

SUBJECT = "The id of what the column counts, or of what puts it there; it may hold slashes."
KIND = "What the id is of. Without it the column's own kind comes first, then the other that may be asked."

Loaded = tuple[frozenset[str], Kept | None]
"""The kinds that the account may see as it is now, and the rows where they are kept as asked."""

router = APIRouter(tags=["reporting"])


@router.get(
    "/campaigns/{campaign}/{annex}/cells/{filer}/{column}/why-not/{subject:path}",
    response_model=WhyNotAnswer,
    response_model_exclude_none=True,
    responses={304: {"description": "Nothing has changed."}, 429: {}},
    summary="Why a subject is not counted in a cell; 为什么没有计入",
)
async def why_not(
    request: Request,
    _: BeyondFigures,
    asked: AskedQuestion,
    filer: Annotated[Name, Path(description=FILER)],
    column: ColumnKey,
    subject: Annotated[Name, Path(min_length=1, description=SUBJECT)],
    kind: Annotated[Kind | None, Query(description=KIND)] = None,
) -> Response:
    """The first condition that fails, with its events; of what is counted, the events that put it there."""
    cell = place(asked, filer, column)
    kinds = _kinds(column, kind)

    async def looked_up(connection: Connection, found: Found) -> Loaded:
        cell.refuse_unless_in_form(found.form.campaign, found.kind_of)
        visible = await visible_kinds(connection, asked, kinds, subject, found.kind_of)
        if found.kept is None:
            return visible, None
        if not visible:
            raise Rejected("not_yours")
        return visible, await load_kept(connection, asked.township, kinds, subject)

    async def rendered(found: Found, loaded: Loaded, _: str) -> Response:
        visible, kept = loaded
        of_kinds = await _explanations(request, asked, found, cell, kinds, subject, kept)
        chosen = _chosen(kinds, of_kinds, visible, asked.only)
        return await _answer(request, found, cell, (chosen, subject), of_kinds[chosen])

    shape = f"why not {(filer, column, subject, kind)}"
    return await answered(request, asked, shape, looked_up, rendered)


def _kinds(column: str, kind: Kind | None) -> tuple[str, ...]:
    known = kinds_of(column)
    if kind is None or kind in known:
        return known if kind is None else (kind,)
    detail = f"此栏可查 for this column: {', '.join(known)}"
    raise Rejected("invalid_request", field="kind", detail=detail)


async def _explanations(
    request: Request,
    asked: Question,
    found: Found,
    cell: Place,
    kinds: Sequence[str],
    subject: str,
    kept: Kept | None,
) -> Explanations:
    """Of the kept rows, or of the whole town as of other times."""
    if kept is not None:
        return explained_of_kept(kept, found.form, cell, kinds, subject)
    recounting: Recounting = request.app.state.recounting
    fold = partial(explained_of_town, cell, kinds, subject)
    return await recounting.of_town(asked, found.form, ("why not", cell, kinds, subject), fold)


def _chosen(
    kinds: Sequence[str], of_kinds: Explanations, visible: frozenset[str], only: frozenset[str] | None
) -> str:
    """The first that is known, of those that the account may see: what it may not see hides nothing."""
    seen = [each for each in kinds if each in visible or not of_kinds[each].filers.isdisjoint(only or ())]
    if not seen:
        raise Rejected("not_yours")
    return next((each for each in seen if of_kinds[each].known), seen[0])


async def _answer(
    request: Request, found: Found, cell: Place, subject: tuple[str, str], explained: Explained
) -> Response:
    pool: Pool = request.app.state.pool
    async with reading(pool, found.form.generation) as connection:
        known = await read_provenance(connection, set(sources_in(subject[0], explained)))
    moment = min(found.form.moment, found.form.campaign.ends)
    names = {each: known_as.name_before(moment) for each, known_as in found.organisations.items()}
    answer = why_not_document(found.form, cell, subject, explained, known, names)
    return Response(orjson.dumps(answer), media_type="application/json")
