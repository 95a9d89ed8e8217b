"""The record of sending, verified when an auditor asks."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from services.notifications.verifying.verifying import verify
from shared.facts.account import Account
from shared.identity.dependencies import require_role
from shared.problems import Rejected

Verifier = Annotated[Account, Depends(require_role("auditor", "operator"))]
verifying_api = APIRouter(prefix="/reminders", tags=["reminders"])
_ONE_AT_A_TIME = asyncio.Lock()


@verifying_api.get("/record/verify", summary="Whether the record of sending is whole; 校验发送记录")
async def verified(request: Request, account: Verifier) -> dict[str, Any]:
    """The first line that is broken and what is wrong with it (`gap`, `previous`, `hash`, `not_json`,
    `columns`), and reminders of the own town that stand otherwise than their last line says."""
    if _ONE_AT_A_TIME.locked():
        raise Rejected("too_busy")
    async with _ONE_AT_A_TIME:
        return (await verify(request.app.state.pool, account.township)).document
