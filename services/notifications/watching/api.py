"""What this service keeps for reminders, over HTTP: deadlines, hazards to watch, possible recipients."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from services.notifications.subjects.recipients import recipients_of
from services.notifications.watching.reading import (
    STATES,
    HazardState,
    hazards,
    positions,
    scope_of,
    views_of_kind,
)
from shared.clock import Clock
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures, CurrentAccount
from shared.instant import write_instant
from shared.read_model.answering import only_whole

api = APIRouter(tags=["reminders"], dependencies=[Depends(only_whole)])


@api.get("/deadlines", summary="When the forms are due; 报送截止时间")
async def deadlines(request: Request, account: CurrentAccount) -> dict[str, Any]:
    """When the forms of each campaign are due, and from which filers, as far as they are yours."""
    clock: Clock = request.app.state.clock
    now, scope = write_instant(clock.now()), scope_of(account)
    found = []
    for campaign in await views_of_kind(request.app.state.pool, account, "campaign"):
        filers = [
            filer
            for filer in (*campaign["departments"], *campaign["villages"])
            if scope is None or filer in scope
        ]
        if filers:
            found += [
                {
                    "campaign": campaign["id"],
                    "title": campaign["title"],
                    "deadline": deadline,
                    "passed": deadline <= now,
                    "filers": filers,
                }
                for deadline in sorted(campaign["deadlines"])
            ]
    return {"deadlines": found, **request.state.stale}


@api.get("/hazards", summary="Hazards to watch; 待跟进隐患")
async def watched_hazards(
    request: Request,
    account: BeyondFigures,
    state: Annotated[
        list[HazardState] | None, Query(max_length=len(STATES), description="Without it: open and claimed.")
    ] = None,
    after: Annotated[Name, Query(description="The last hazard id of the page before.")] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """Where each hazard stands: deadline, claim, referrals without an answer, supervision."""
    states = state or ["open", "claimed"]
    found = await hazards(request.app.state.pool, account, states, after, limit)
    return {"hazards": found, **request.state.stale}


@api.get("/recipients", summary="Who would be reminded; 提醒对象")
async def recipients(request: Request, account: BeyondFigures) -> dict[str, Any]:
    """For each organisation its officials and the members and heads of the group that supervises it."""
    pool, scope = request.app.state.pool, scope_of(account)
    organisations = await views_of_kind(pool, account, "organisation")
    officials = await views_of_kind(pool, account, "official")
    groups = await views_of_kind(pool, account, "working_group")
    shown = [one for one in organisations if scope is None or one["id"] in scope]
    return {"recipients": recipients_of(shown, officials, groups), **request.state.stale}


@api.get("/positions", summary="How far the logs have been read; 已处理位置")
async def kept_up_to(request: Request, account: CurrentAccount) -> dict[str, Any]:
    """Up to which position of each log this is."""
    applied = await positions(request.app.state.pool)
    return {"township": account.township, "positions": applied, **request.state.stale}
