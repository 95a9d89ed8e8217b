"""电话催报名单: whom to ring by which number, and 已通知."""

from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from services.notifications.call_list.api import RungAsked, SafetyOffice, was_rung, whom_to_ring
from services.notifications.call_list.listed import call_list
from services.notifications.group_messages.api import CampaignName, PeriodKey
from services.notifications.outgoing.acting import acting
from services.notifications.outgoing.api import After
from services.notifications.pages.drawn import drawn, in_place, nothing, part
from services.notifications.pages.entered import asked, text
from services.notifications.pages.words import CHANNELS, SEATS, title
from services.notifications.reminders.in_words import Words, standing
from services.notifications.reminders.states import State
from services.notifications.rules.report_subject import forms_of
from shared.identity.dependencies import BeyondFigures
from shared.instant import BEGINNING_OF_TIME
from shared.pages.sent import Sent
from shared.read_model.answering import only_whole

_AT_ONCE, _AT_HOME = 50, 10
_RUNG: Words = ("已登记：已通知", "Noted: was rung")
_ENDED: Words = ("已登记：已通知，不再升级提醒", "Noted: was rung; nobody above is told any more")
router = APIRouter(prefix="/pages", include_in_schema=False, dependencies=[Depends(only_whole)])


@router.get("/reminders/call-list")
async def call_list_page(request: Request, account: SafetyOffice, after: After = "") -> Response:
    found = await whom_to_ring(request, account, after, _AT_ONCE)
    calls = [_call(each) for each in found["calls"]]
    return drawn(
        request, "call_list.html", "call-list", calls=calls, texts=found["copy_texts"], next=found.get("next")
    )


@router.get("/parts/call-list")
async def call_list_part(
    request: Request, account: BeyondFigures, campaign: CampaignName, period: PeriodKey
) -> Response:
    """For the home page: of that period."""
    if account.role != "safety_office":
        return nothing()
    about = forms_of(campaign, period)
    listed, last = await call_list(acting(request, account), (BEGINNING_OF_TIME, ""), _AT_HOME, about)
    calls = [_call(each) for each in listed]
    return part(request, "call_list_part.html", calls=calls, more=last is not None)


@router.post("/reminders/rung")
async def rung(request: Request, account: SafetyOffice, form: Sent) -> Response:
    said = {name: text(form, name) for name in ("subject", "recipient", "remark")}
    answer = await was_rung(request, account, asked(RungAsked, said))
    shown = _ENDED if answer["stops_escalation"] else _RUNG
    return in_place(request, "rung_part.html", shown, about=text(form, "about"), name=text(form, "name"))


def _call(each: dict[str, Any]) -> dict[str, Any]:
    number = each["number"]
    state = State(each["state"])
    return each | {
        "heading": title(each["rule"], each["title"]),
        "standing": standing(state, each["reason"], each["channel"]),
        "by": CHANNELS.get(each["channel"], (each["channel"], each["channel"])),
        "as_who": [SEATS.get(seat, (seat, seat)) for seat in each["seats"]],
        "dialled": None if number is None else "".join(one for one in number if one in "+0123456789"),
    }
