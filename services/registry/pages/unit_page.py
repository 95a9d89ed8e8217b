"""A unit's page: what it is now, what was recorded of it, and what hazards has of it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from services.registry.merged_units import merged_into
from services.registry.names import names_of
from services.registry.timeline.reading import seen_unit
from services.registry.unit_document import unit_entry
from shared.event_log.connection import Pool
from shared.http.parameters import Name, Number
from shared.identity.dependencies import BeyondFigures
from shared.instant import END_OF_TIME
from shared.json_types import JsonObject
from shared.pages.drawing import Drawing
from shared.read_model.answering import only_whole
from shared.timelines.shown import shown_part
from shared.timelines.words import Named
from shared.wording import UNIT_KINDS

NOT_SAID: JsonObject = dict.fromkeys(("department", "grade", "uscc", "address", "merged_into"))
"""What a unit's document may lack."""

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_whole)])


@router.get("/pages/units/{unit:path}")
async def unit_page(
    request: Request,
    account: BeyondFigures,
    unit: Annotated[Name, Path(min_length=1)],
    passed: Annotated[Number, Query(alias="from")] = 0,
) -> Response:
    """`from`: so many events are passed over, as they happened."""
    drawing: Drawing = request.app.state.drawing
    seen = await seen_unit(request, account, unit)
    now = NOT_SAID | unit_entry(seen.stream.history.as_of(END_OF_TIME)).document
    pool: Pool = request.app.state.pool
    called = await names_of(pool, account.township, _placed(now))
    return drawing.page(
        request,
        "unit.html",
        unit_id=unit,
        unit=now,
        kind=UNIT_KINDS[str(now["kind"])],
        called={id_: name for (_, id_), name in called.items()},
        merged=await merged_into(request, account, unit),
        part=shown_part(seen.events, seen.names, passed),
    )


def _placed(now: JsonObject) -> list[Named]:
    """What its head names."""
    named = {"village": "organisation", "department": "organisation", "merged_into": "unit"}
    return [(kind, str(now[field])) for field, kind in named.items() if now[field] is not None]
