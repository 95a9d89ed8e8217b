"""收到 over HTTP: the page behind a link, open to whoever has it, and the same for who is signed in.

Only the button changes something: mail programs open links before people do.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.notifications.acknowledging.own import acknowledge_own
from services.notifications.acknowledging.page import (
    acknowledged_page,
    asking_page,
    content_policy,
    unknown_page,
)
from services.notifications.sending.acknowledging import look_up, use_link
from services.notifications.sending.equipment import Equipment
from shared.http.few_at_once import FewAtOnce, as_stranger
from shared.identity.dependencies import BeyondFigures
from shared.instant import write_instant
from shared.problems import Rejected

router = APIRouter(tags=["reminders"])
_FOREIGN = ("cross-site", "same-site")
ReminderId = Annotated[str, Path(min_length=26, max_length=26, pattern=r"^[a-z2-7]+$")]


@router.get("/acknowledge/{token}", include_in_schema=False, dependencies=[Depends(as_stranger)])
async def acknowledge_page(request: Request, token: str) -> Response:
    equipment: Equipment = request.app.state.equipment
    async with equipment.pool.acquire() as connection:
        link = await look_up(connection, token, equipment.clock.now())
    if link is None:
        return _html(unknown_page(), 404)
    policy = equipment.rulebook.policy
    if link.used is not None:
        return _html(acknowledged_page(link.rows, policy, link.used))
    return _html(asking_page(link.rows, policy))


@router.post("/acknowledge/{token}", include_in_schema=False, dependencies=[Depends(as_stranger)])
async def acknowledge_by_link(request: Request, token: str) -> Response:
    """Its body is not read. Answers with the page itself, so that loading it anew says nothing twice."""
    if request.headers.get("sec-fetch-site") in _FOREIGN:
        raise Rejected("not_allowed", detail="请从邮件中的链接打开 open the link of the mail itself")
    equipment: Equipment = request.app.state.equipment
    now = equipment.clock.now()
    async with equipment.pool.acquire() as connection, connection.transaction():
        await use_link(connection, token, equipment.rulebook.policy, now)
        known = await look_up(connection, token, now) is not None
    return RedirectResponse(request.url.path, 303) if known else _html(unknown_page(), 404)


@router.post("/reminders/{reminder}/acknowledge", summary="Acknowledge an own reminder; 收到")
async def acknowledge_signed_in(
    request: Request, account: BeyondFigures, reminder: ReminderId
) -> dict[str, Any]:
    """One that reached a contact of yours, never an urgent one. Ends its repeats to you, no later stage."""
    equipment: Equipment = request.app.state.equipment
    at = await acknowledge_own(equipment, account, reminder)
    return {"reminder": reminder, "acknowledged": write_instant(at)}


def strangers() -> FewAtOnce:
    return FewAtOnce(16)


def _html(page: str, status: int = 200) -> Response:
    return HTMLResponse(page, status, headers={"Content-Security-Policy": content_policy()})
