"""Timelines over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request

from services.hazards.kinds import KIND_OF, Kinds
from services.hazards.timeline.reading import seen_subject
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.timelines.answers import TimelineAnswer
from shared.timelines.page import PAGE, After, Limit, page_document

router = APIRouter(tags=["hazards"])


@router.get(
    "/{kinds}/{subject:path}/timeline",
    summary="What was recorded of a hazard, an inspection, a penalty or a case, in order; 经过",
    responses={200: {"model": TimelineAnswer}, 404: {}},
)
async def timeline(
    request: Request,
    account: BeyondFigures,
    kinds: Kinds,
    subject: Annotated[Name, Path(min_length=1, description="Its id; it may hold slashes.")],
    after: After = 0,
    limit: Limit = PAGE,
) -> dict[str, Any]:
    """As recorded, from its stream in the log. A village or a department sees subjects that it owned at any
    date, has recorded something of, or has in a cell of a form; any other id is `not_yours`, known or not."""
    named = KIND_OF[kinds], subject
    seen = await seen_subject(request, account, named)
    return page_document(named, seen.events, after, limit)
