"""Finding hazards over HTTP."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from services.hazards.search.document import hazard_document
from services.hazards.search.finding import MOST, by_id, of_unit
from shared.clock import Clock
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.json_types import Json
from shared.problems import Rejected

router = APIRouter(tags=["hazards"])


class FoundHazardAnswer(BaseModel):
    """As now known."""

    hazard_id: str
    unit_id: str
    by: str
    found: str
    severity: Literal["general", "major"]
    state: Literal["open", "claimed", "closed", "looked_back", "voided", "merged"]
    deadline: str | None = Field(default=None, description="A day, by the plan that occurred last.")
    days_overdue: int = Field(description="0 where it is not overdue, or settled.")
    merged_into: str | None = None


class FoundHazardsAnswer(BaseModel):
    hazards: list[FoundHazardAnswer]
    more: bool = Field(description="Not all that may match are listed.")


@router.get(
    "/hazards/search",
    summary="Hazards by id or unit; 查找隐患",
    responses={200: {"model": FoundHazardsAnswer}},
)
async def search(
    request: Request,
    account: BeyondFigures,
    q: Annotated[Name | None, Query(min_length=1, description="How the id begins.")] = None,
    unit: Annotated[
        Name | None, Query(min_length=1, description="The id of the unit it was found at.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
) -> dict[str, Any]:
    """By the beginning of their id, in its order; or of a unit, the newest first. Seen as in timelines."""
    if (q is None) == (unit is None):
        detail = "请给出 q 或 unit 之一 give either q or unit"
        raise Rejected("invalid_request", field="q", detail=detail)
    if unit is not None:
        found = await of_unit(request, account, "hazard", unit, limit)
    else:
        found = await by_id(request, account, "hazard", str(q), limit)
    clock: Clock = request.app.state.clock
    now = clock.now()
    hazards: list[Json] = [hazard_document(id_, each, now) for id_, each in found.subjects.items()]
    return {"hazards": hazards, "more": found.more}
