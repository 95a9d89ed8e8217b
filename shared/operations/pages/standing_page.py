"""How this service stands, as lines for the table of the overview."""

from fastapi import APIRouter, Request, Response

from shared.operations.pages.drawn import PREFIX, Operator, part, service_of
from shared.operations.standing import Standing
from shared.operations.trend import line_of

router = APIRouter(prefix=PREFIX, include_in_schema=False)
WIDTH, HEIGHT = 72, 20
"""Of the line that a trend is drawn as."""


@router.get("/standing")
async def standing(request: Request, account: Operator) -> Response:
    asked: Standing = request.app.state.standing
    rows = await asked.look(account)
    lines = {
        row.name: line_of(row.trend, WIDTH, HEIGHT)
        for row in rows
        if row.trend is not None and row.trend.highest
    }
    return part(
        request, "standing.html", service=service_of(request), rows=rows, lines=lines, size=(WIDTH, HEIGHT)
    )
