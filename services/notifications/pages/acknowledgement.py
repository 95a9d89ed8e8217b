"""收到: the page behind a link of an e-mail, open to whoever has it.

Only the button changes something: mail programs open links before people do. No script runs on it, and it
loads nothing but the style.
"""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from services.notifications.acknowledging.about import listed
from services.notifications.sending.acknowledging import look_up, use_link
from services.notifications.sending.equipment import Equipment
from shared.http.few_at_once import as_stranger
from shared.pages.drawing import Drawing
from shared.problems import Rejected

_FOREIGN = ("cross-site", "same-site")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    # The address is a secret.
    "Referrer-Policy": "no-referrer",
}
router = APIRouter(include_in_schema=False, dependencies=[Depends(as_stranger)])


@router.get("/acknowledge/{token}")
async def acknowledge_page(request: Request, token: str) -> Response:
    equipment: Equipment = request.app.state.equipment
    async with equipment.pool.acquire() as connection:
        link = await look_up(connection, token, equipment.clock.now())
    if link is None:
        return _unknown(request)
    said, more = listed(link.rows, equipment.rulebook.policy)
    return _page(request, "acknowledge.html", said=said, more=more, used=link.used)


@router.post("/acknowledge/{token}")
async def acknowledge_by_link(request: Request, token: str) -> Response:
    """Its body is not read. Answers with the page itself, so that loading it anew says nothing twice."""
    if request.headers.get("sec-fetch-site") in _FOREIGN:
        raise Rejected("not_allowed", detail="请从邮件中的链接打开 open the link of the mail itself")
    equipment: Equipment = request.app.state.equipment
    now = equipment.clock.now()
    async with equipment.pool.acquire() as connection, connection.transaction():
        await use_link(connection, token, equipment.rulebook.policy, now)
        known = await look_up(connection, token, now) is not None
    return RedirectResponse(request.url.path, HTTPStatus.SEE_OTHER) if known else _unknown(request)


def _unknown(request: Request) -> Response:
    """The same for what was never given out, is written wrongly, or is too old."""
    return _page(request, "acknowledge_unknown.html", status=HTTPStatus.NOT_FOUND)


def _page(request: Request, template: str, status: int = HTTPStatus.OK, **shown: Any) -> Response:
    drawing: Drawing = request.app.state.drawing
    answer = drawing.page(request, template, status=status, **shown)
    answer.headers.update(_HEADERS)
    return answer
