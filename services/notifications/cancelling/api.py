"""Cancelling a reminder and sending it once more, over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from services.notifications.cancelling.acts import cancel, resend
from services.notifications.outgoing.acting import Body, acting
from services.notifications.outgoing.api import PREFIX, ReminderId
from services.notifications.outgoing.path import ONE
from shared.events.text import Remark
from shared.facts.account import Account
from shared.identity.dependencies import require_role
from shared.read_model.answering import only_whole

Decider = Annotated[Account, Depends(require_role("safety_office", "operator"))]

cancelling_api = APIRouter(prefix=PREFIX, tags=["reminders"], dependencies=[Depends(only_whole)])


class Why(Body):
    reason: Remark


@cancelling_api.post(f"{ONE}/cancel", summary="Cancel it, if it has not gone; 取消提醒")
async def cancel_reminder(request: Request, account: Decider, id: ReminderId, why: Why) -> dict[str, Any]:  # noqa: A002 - as in the path
    """`answer` is `cancelled`, `already_claimed` or `sent`. Technical ones are the operators'."""
    answer, state = await cancel(acting(request, account), id, why.reason)
    return {"id": id, "answer": answer.value, "state": state.value}


@cancelling_api.post(f"{ONE}/resend", summary="Send it once more; 重发提醒")
async def resend_reminder(request: Request, account: Decider, id: ReminderId, why: Why) -> dict[str, Any]:  # noqa: A002 - the name in the address
    """What was sent, failed or is uncertain goes out again, if it is still owed, and not at night."""
    state = await resend(acting(request, account), id, why.reason)
    return {"id": id, "state": state.value}
