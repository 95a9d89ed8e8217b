"""The dry run over HTTP: who would get what on a day."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from services.notifications.dry_run.planning import plan_of
from services.notifications.outgoing.acting import acting
from services.notifications.outgoing.api import PREFIX
from services.notifications.outgoing.copying import copy_texts
from services.notifications.outgoing.scope import scope_of
from services.notifications.outgoing.span import moment
from services.notifications.planning.basis import Rulebook
from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.http.few_at_once import FewAtOnce
from shared.identity.dependencies import BeyondFigures
from shared.instant import SHANGHAI
from shared.read_model.answering import only_whole

_FEW = FewAtOnce(2)
"""Everything of the town is thought through each time; reminders go out meanwhile."""
dry_run_api = APIRouter(prefix=PREFIX, tags=["reminders"], dependencies=[Depends(only_whole)])


@dry_run_api.get("/plan", summary="Who would get what on a day; 提醒试算")
async def plan(
    request: Request,
    account: BeyondFigures,
    at: Annotated[
        str | None, Query(max_length=10, pattern=r"^\d{4}-\d{2}-\d{2}$", description="Without it today.")
    ] = None,
    after: Annotated[
        str, Query(max_length=26, pattern=r"^[a-z2-7]*$", description="The `next` of the page before.")
    ] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
) -> dict[str, Any]:
    """By the rules, from what is known now; two are made at a time.

    `moved` says why one goes at another moment, or not at all; `copy_texts` are 复制文字 for the group chat.
    """
    who = acting(request, account)
    pool: Pool = request.app.state.pool
    day: date = (who.now if at is None else moment("at", at)).astimezone(SHANGHAI).date()
    rulebook = who.equipment.rulebook
    with _FEW.entered():
        answer = await _plan(pool, account, rulebook, day, after, limit)
    listed = ((each["subject"], each["state"]) for each in answer["reminders"])
    return answer | {"copy_texts": await copy_texts(who, listed)}


async def _plan(
    pool: Pool, account: Account, rulebook: Rulebook, day: date, after: str, limit: int
) -> dict[str, Any]:
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        scope = await scope_of(connection, account, rulebook.policy)
        found, more = await plan_of(connection, account.township, rulebook, scope, day, after, limit)
    answer: dict[str, Any] = {"at": day.isoformat(), "reminders": found}
    return answer | {"next": found[-1]["id"]} if more else answer
