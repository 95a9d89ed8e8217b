"""查找: units by id or name, and beside them hazards by id, which that service finds."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from services.registry.names import names_of
from services.registry.pages.unit_page import NOT_SAID
from services.registry.search.finding import FoundUnits, found_units
from services.registry.search.normalised import normalised
from shared.event_log.connection import Pool
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.identity.filers import visible_filers
from shared.pages.drawing import Drawing
from shared.read_model.answering import only_whole

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_whole)])


@router.get("/pages/search")
async def search_page(
    request: Request, account: BeyondFigures, q: Annotated[Name | None, Query()] = None
) -> Response:
    """Nothing was asked yet where `q` is absent; where it is blank, that is told as a form's error."""
    visible_filers(account)
    drawing: Drawing = request.app.state.drawing
    pool: Pool = request.app.state.pool
    asked = None if q is None else q.strip()
    found = (
        await found_units(request, account, asked) if asked and normalised(asked) else FoundUnits((), False)
    )
    villages = [("organisation", str(unit["village"])) for unit in found.units]
    called = await names_of(pool, account.township, villages)
    return drawing.page(
        request,
        "search.html",
        asked=asked,
        units=[NOT_SAID | unit for unit in found.units],
        more=found.more,
        called={id_: name for (_, id_), name in called.items()},
    )
