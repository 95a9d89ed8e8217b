"""Muting over HTTP: own reminders by anybody; for everybody by safety office and operators."""

from typing import Annotated, Any
from urllib.parse import quote, unquote

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field

from services.notifications.muting.kept import mute, mutes, unmute
from services.notifications.muting.muting import what_of
from services.notifications.outgoing.acting import Body, acting
from services.notifications.outgoing.api import PREFIX, RecipientName, RuleName, SubjectName
from services.notifications.outgoing.span import moment
from shared.events.text import Remark
from shared.identity.dependencies import BeyondFigures
from shared.problems import Rejected
from shared.read_model.answering import only_whole

_PLACE = r"^[!-~]*$"
_RULE = "A family of rules: `report_due`."
_SUBJECT = "`hazard/<id>`, `report/<campaign>/<period>/<filer>`"
_RECIPIENT = "One of your own contacts. Without it all of them; for safety office and operators, everybody."

muting_api = APIRouter(prefix=f"{PREFIX}/mutes", tags=["reminders"], dependencies=[Depends(only_whole)])


class MuteAsked(Body):
    """One of `rule` and `subject`."""

    rule: RuleName | None = Field(default=None, description=_RULE)
    subject: SubjectName | None = Field(default=None, description=_SUBJECT)
    until: str | None = Field(default=None, max_length=40, description="A day, or a moment with offset.")
    reason: Remark | None = Field(default=None, description="Needed for everybody.")
    recipient: RecipientName | None = Field(default=None, description=_RECIPIENT)


@muting_api.get("", summary="What is muted, by whom, until when; 静音清单")
async def list_mutes(
    request: Request,
    account: BeyondFigures,
    after: Annotated[
        str, Query(max_length=3000, pattern=_PLACE, description="The `next` of the page before.")
    ] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """All of the town for safety office and auditor; else the own ones, and those for everybody."""
    what, _, recipient = after.partition("|")
    place = (unquote(what), unquote(recipient))
    if not "".join(place).isprintable():
        raise Rejected("invalid_request", field="after", detail="上一页的 next the `next` of a page")
    found = await mutes(acting(request, account), place, limit)
    answer: dict[str, Any] = {"mutes": found}
    if len(found) < limit:
        return answer
    return answer | {"next": f"{quote(found[-1]['what'])}|{quote(found[-1]['recipient'])}"}


@muting_api.post("", summary="Mute a rule or a subject; 静音", responses={404: {}})
async def add_mute(request: Request, account: BeyondFigures, asked: MuteAsked) -> dict[str, Any]:
    """Four-hours, overdue and major are never muted by who gets them; major and urgent by nobody."""
    what = what_of(asked.rule, asked.subject)
    until = None if asked.until is None else moment("until", asked.until)
    muted = await mute(acting(request, account), what, asked.recipient, until, asked.reason)
    return {"what": what, "recipients": muted, "until": asked.until}


@muting_api.delete("", status_code=204, summary="Hear of it again; 取消静音", responses={404: {}})
async def remove_mute(
    request: Request,
    account: BeyondFigures,
    rule: Annotated[RuleName | None, Query(description=_RULE)] = None,
    subject: SubjectName | None = None,
    recipient: Annotated[RecipientName | None, Query(description=_RECIPIENT)] = None,
) -> None:
    """From now on: what was due while it was muted is not made up for."""
    await unmute(acting(request, account), what_of(rule, subject), recipient)
