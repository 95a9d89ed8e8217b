"""The call list and what was rung, over HTTP: for the safety office alone."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field

from services.notifications.call_list.listed import call_list
from services.notifications.call_list.ringing import ring
from services.notifications.outgoing.acting import Body, acting
from services.notifications.outgoing.api import (
    PREFIX,
    After,
    RecipientName,
    SubjectName,
    place,
    written_place,
)
from services.notifications.outgoing.copying import copy_texts
from shared.events.text import Remark
from shared.facts.account import Account
from shared.identity.dependencies import require_role
from shared.read_model.answering import only_whole

SafetyOffice = Annotated[Account, Depends(require_role("safety_office"))]

call_list_api = APIRouter(prefix=PREFIX, tags=["reminders"], dependencies=[Depends(only_whole)])


class RungAsked(Body):
    subject: SubjectName
    recipient: RecipientName | None = Field(default=None, description="Whoever of the filer, if left out.")
    remark: Remark | None = None


@call_list_api.get("/call-list", summary="Whom to ring, by which number; 电话催报名单")
async def whom_to_ring(
    request: Request,
    account: SafetyOffice,
    after: After = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> dict[str, Any]:
    """What can't be sent, failed or is uncertain, and is owed. Each number shown is on record as read."""
    who = acting(request, account)
    listed, last = await call_list(who, place(after), limit)
    texts = await copy_texts(who, ((each["subject"], each["state"]) for each in listed))
    answer: dict[str, Any] = {"calls": listed, "copy_texts": texts}
    return answer if last is None else answer | {"next": written_place(last)}


@call_list_api.post("/rung", summary="Somebody was rung; 已电话通知")
async def was_rung(request: Request, account: SafetyOffice, asked: RungAsked) -> dict[str, Any]:
    """Ends what stands on the call list of him; of an overdue form its filer's escalation too."""
    rung = await ring(acting(request, account), asked.subject, asked.recipient, asked.remark)
    return {"settled": rung.settled, "stops_escalation": rung.stops_escalation}
