"""数据代: which one answers, what a rebuild has come to, and what an operator decides about it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from services.reporting.generations.known import known_generations
from services.reporting.generations.under_way import Pace, under_way
from services.reporting.pages.difference_words import Names, cells_in_words, towns_of
from services.reporting.projection.load_background import load_town
from services.reporting.reading.snapshot import snapshot
from shared.event_log.connection import Pool
from shared.http.parameters import Name
from shared.operations.pages.drawn import PREFIX, Operator, console_page, part
from shared.problems import Rejected

router = APIRouter(prefix=PREFIX, include_in_schema=False)


@router.get("/generations")
async def generations(request: Request, account: Operator) -> Response:
    shown = await _looked(request)
    return console_page(request, account, "generations", "generations.html", **shown)


@router.get("/generations/under-way")
async def progress(request: Request, _: Operator) -> Response:
    """A part of the page, asked for again and again."""
    return part(request, "generations_part.html", **await _looked(request))


@router.get("/generations/decide")
async def decide(
    request: Request, account: Operator, deed: Annotated[Name, Query()], name: Annotated[Name, Query()] = ""
) -> Response:
    """The dry run of an act: what it would do by the last comparison, before a reason is given. A cutover
    compares once more itself."""
    shown = await _looked(request)
    meant = next((each for each in shown["known"].generations if each.name == name), None)
    if meant is None and deed != "rollback":
        raise Rejected("generation_unknown", name=name)
    compared = None if meant is None else meant.compared
    difference = None if compared is None else compared.get("difference")
    names = {} if difference is None else await _names(request, towns_of(difference))
    shown |= {"deed": deed, "meant": meant, "cells_in_words": cells_in_words, "names": names}
    return console_page(request, account, "generations", "generation_decide.html", **shown)


async def _names(request: Request, towns: set[str]) -> Names:
    """As organisations are called now, by the generation that answers."""
    async with snapshot(request.app.state.pool) as connection:
        loaded = {town: await load_town(connection, town) for town in towns}
    return {
        name: {id_: known.names[-1][1] for id_, known in town.organisations.items()}
        for name, town in loaded.items()
    }


async def _looked(request: Request) -> dict[str, Any]:
    pool: Pool = request.app.state.pool
    pace: Pace = request.app.state.rebuild_pace
    async with pool.acquire() as connection:
        known = await known_generations(connection)
        found = await under_way(connection)
    return {"known": known, "under_way": None if found is None else pace.of(found)}
