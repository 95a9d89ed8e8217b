"""Parts of the registry's pages: what was recorded of a unit, and hazards found by their id."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.hazards.names import names_of
from services.hazards.pages.lines import act_lines, hazard_lines, named_in
from services.hazards.pages.wording import KINDS, STATES
from services.hazards.search.finding import by_id, of_unit
from shared.clock import Clock
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.pages.drawing import Drawing

router = APIRouter(include_in_schema=False)
_ACTS = ("inspection", "penalty", "case")


@router.get("/pages/parts/of-unit")
async def part_of_unit(
    request: Request, account: BeyondFigures, unit: Annotated[Name, Query(min_length=1)]
) -> Response:
    """What of it the account may look at: of the unit itself nothing is told here."""
    clock: Clock = request.app.state.clock
    drawing: Drawing = request.app.state.drawing
    found = {kind: await of_unit(request, account, kind, unit) for kind in ("hazard", *_ACTS)}
    hazards = hazard_lines(found["hazard"].subjects, clock.now())
    acts = {kind: act_lines(kind, found[kind].subjects) for kind in _ACTS}
    named = named_in(hazards, (act for each in acts.values() for act in each))
    return drawing.page(
        request,
        "of_unit.html",
        hazards=hazards,
        acts=acts,
        more={kind: each.more for kind, each in found.items()},
        names=await _organisations(request, account.township, named),
        states=STATES,
        kinds=KINDS,
    )


@router.get("/pages/parts/search")
async def part_of_search(
    request: Request, account: BeyondFigures, q: Annotated[Name, Query(min_length=1)]
) -> Response:
    clock: Clock = request.app.state.clock
    drawing: Drawing = request.app.state.drawing
    found = await by_id(request, account, "hazard", q)
    hazards = hazard_lines(found.subjects, clock.now())
    names = await _organisations(request, account.township, named_in(hazards, ()))
    return drawing.page(
        request, "found_hazards.html", asked=q, hazards=hazards, more=found.more, names=names, states=STATES
    )


async def _organisations(request: Request, township: str, named: set[tuple[str, str]]) -> dict[str, str]:
    found = await names_of(request.app.state.bus, township, named)
    return {id_: name for (_, id_), name in found.items()}
