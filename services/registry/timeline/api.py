"""A unit's timeline over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request

from services.registry.timeline.reading import seen_unit
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.read_model.answering import only_whole
from shared.timelines.answers import TimelineAnswer
from shared.timelines.page import PAGE, After, Limit, page_document

router = APIRouter(tags=["registry"], dependencies=[Depends(only_whole)])


@router.get(
    "/units/{unit:path}/timeline",
    summary="What was recorded of a unit, in order; 单位的经过",
    responses={200: {"model": TimelineAnswer}, 404: {}},
)
async def timeline(
    request: Request,
    account: BeyondFigures,
    unit: Annotated[Name, Path(min_length=1, description="Its id; it may hold slashes.")],
    after: After = 0,
    limit: Limit = PAGE,
) -> dict[str, Any]:
    """As recorded, from its stream in the log. A village or a department sees units that it owned at any
    date, has recorded something of, or has in a cell of a form; any other id is `not_yours`, known or not."""
    seen = await seen_unit(request, account, unit)
    return page_document(("unit", unit), seen.events, after, limit)
