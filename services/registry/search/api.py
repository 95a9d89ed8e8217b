"""Finding units over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field

from services.registry.answers import UnitAnswer
from services.registry.search.finding import MOST, found_units
from services.registry.search.normalised import normalised
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.json_types import Json
from shared.problems import Rejected
from shared.read_model.answering import only_whole

ASKED = "The beginning of an id, or any part of a name, whatever its width, case and spaces."
router = APIRouter(tags=["registry"], dependencies=[Depends(only_whole)])


class FoundUnitsAnswer(BaseModel):
    """As now known."""

    units: list[UnitAnswer]
    more: bool = Field(description="Not all that may match are listed: ask for more of the name.")


@router.get(
    "/units/search",
    summary="Units by id or name; 查找监管单位",
    responses={200: {"model": FoundUnitsAnswer}},
)
async def search(
    request: Request,
    account: BeyondFigures,
    q: Annotated[Name, Query(min_length=1, description=ASKED)],
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
) -> dict[str, Any]:
    """Those whose id begins so come first, then by name, the shortest first. Seen as in timelines."""
    if not normalised(q):
        raise Rejected("invalid_request", field="q", detail="请输入名称或编号 say a name or an id")
    found = await found_units(request, account, q, limit)
    units: list[Json] = list(found.units)
    return {"units": units, "more": found.more}
