"""The recount over HTTP: made when it is asked for, beside what last night's found."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from services.notifications.recount.nightly import last_kept
from services.notifications.recount.reading import towns
from services.notifications.recount.recounting import recount
from shared.clock import Clock
from shared.facts.account import Account
from shared.identity.dependencies import require_role
from shared.problems import Rejected
from shared.read_model.answering import only_whole

Reader = Annotated[Account, Depends(require_role("safety_office", "auditor", "operator"))]
recount_api = APIRouter(prefix="/reminders", tags=["reminders"], dependencies=[Depends(only_whole)])
_ONE_AT_A_TIME = asyncio.Lock()


@recount_api.get("/recount", summary="Whether nothing owed is missing; 催办复核")
async def recounted(request: Request, account: Reader) -> dict[str, Any]:
    """What the rules demanded until now, counted apart from what plans and sends, against the table.

    `missing`: demanded, and neither sent nor accounted for. `surplus`: sent though by what was known then
    nothing demanded it. At most a thousand of each are listed. One is made at a time.
    """
    pool, clock = request.app.state.pool, request.app.state.clock
    if _ONE_AT_A_TIME.locked():
        raise Rejected("too_busy")
    async with _ONE_AT_A_TIME:
        return {
            "now": await _now(request, account, clock),
            "nightly": await last_kept(pool, account.township),
        }


async def _now(request: Request, account: Account, clock: Clock) -> Any:
    pool, now = request.app.state.pool, clock.now()
    async with pool.acquire() as connection:
        since = (await towns(connection)).get(account.township)
    if since is None:
        return None
    policy = request.app.state.equipment.rulebook.policy
    return (await recount(pool, account.township, policy, since, now)).document(now, since)
