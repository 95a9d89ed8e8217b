"""The channels over HTTP: what is configured, halted, spent and uncertain; resumed by operators."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request

from services.notifications.channel_states.channels import channels, resume
from services.notifications.channel_states.in_doubt import doubt_shown, in_doubt
from services.notifications.outgoing.acting import Body, acting
from services.notifications.outgoing.api import PREFIX, After, place, written_place
from shared.events.text import Remark
from shared.facts.account import Account
from shared.identity.dependencies import require_role

Reader = Annotated[Account, Depends(require_role("safety_office", "operator", "auditor"))]
Operator = Annotated[Account, Depends(require_role("operator"))]

channel_states_api = APIRouter(prefix=f"{PREFIX}/channels", tags=["reminders"])


class Why(Body):
    reason: Remark


@channel_states_api.get("", summary="How the channels stand; 提醒渠道")
async def list_channels(request: Request, account: Reader) -> dict[str, Any]:
    """Configured or not, halted since when and why, money spent this month, and how many are uncertain."""
    return {"channels": await channels(acting(request, account))}


@channel_states_api.get("/uncertain", summary="Which reminders are uncertain; 结果不明的提醒")
async def list_uncertain(
    request: Request,
    account: Reader,
    after: After = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """Nobody knows whether they arrived. Ids alone: no name, no address, no text."""
    who = acting(request, account)
    rows = await in_doubt(who, place(after), limit)
    tells = {name for name, channel in who.equipment.channels.items() if channel.tells}
    answer: dict[str, Any] = {
        "uncertain": [doubt_shown(row, can_be_asked=row.channel in tells) for row in rows]
    }
    return answer if len(rows) < limit else answer | {"next": written_place(rows[-1])}


@channel_states_api.post("/{channel}/resume", summary="Let a halted channel go on; 恢复渠道")
async def resume_channel(
    request: Request, account: Operator, channel: Literal["email", "sms", "robot"], why: Why
) -> dict[str, Any]:
    """After a look at what halted it: what went out before does not halt it again."""
    who = acting(request, account)
    await resume(who, channel, why.reason)
    return {"channels": await channels(who)}
