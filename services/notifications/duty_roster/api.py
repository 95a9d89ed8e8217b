"""The duty roster over HTTP: entered by the safety office."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query, Request

from services.notifications.duty_roster.kept import Roster
from services.notifications.duty_roster.roster import DayOfMonth, OneDay, day_of
from shared.clock import Clock
from shared.facts.account import Account
from shared.identity.dependencies import require_role
from shared.problems import Rejected

MOST_DAYS = 366
Reader = Annotated[Account, Depends(require_role("safety_office", "operator", "leader"))]
Writer = Annotated[Account, Depends(require_role("safety_office"))]
_DAY = r"^\d{4}-\d{2}-\d{2}$"

DayAsked = Annotated[str, Path(max_length=10, pattern=_DAY)]

roster_api = APIRouter(prefix="/duty-roster", tags=["contacts"])


def roster_of(request: Request, account: Account) -> Roster:
    clock: Clock = request.app.state.clock
    return Roster(request.app.state.pool, account, clock.now())


@roster_api.get("", summary="Who is on duty; 值班表")
async def roster(
    request: Request,
    account: Reader,
    from_: Annotated[str, Query(alias="from", max_length=10, pattern=_DAY)],
    to: Annotated[str, Query(max_length=10, pattern=_DAY)],
) -> dict[str, Any]:
    """Of these days, both included, at most 366; `missing` has no contact, or no office any more."""
    first, last = day_of("from", from_), day_of("to", to)
    if not 0 <= (last - first).days < MOST_DAYS:
        raise Rejected("invalid_request", field="to", detail=f"1–{MOST_DAYS} 天 days")
    return {"roster": await roster_of(request, account).between(first, last)}


@roster_api.put("/{day}", summary="Who is on duty on a day; 登记当日值班")
async def put_day(
    request: Request,
    account: Writer,
    day: DayAsked,
    entered: OneDay,
) -> dict[str, Any]:
    """Replaces who was entered for it. Answers as it is then."""
    on, kept = day_of("day", day), roster_of(request, account)
    await kept.enter({on: entered.on_duty})
    return {"roster": await kept.between(on, on)}


@roster_api.put("", status_code=204, summary="Enter a month of duties; 上传值班表")
async def put_month(
    request: Request, account: Writer, entered: Annotated[list[DayOfMonth], Body(max_length=62)]
) -> None:
    """Replaces each day that is named, or none where something is wrong."""
    days = {day_of("day", one.day): one.on_duty for one in entered}
    if len(days) < len(entered):
        raise Rejected("invalid_request", field="day", detail="同一天出现两次 a day is named twice")
    await roster_of(request, account).enter(days)
