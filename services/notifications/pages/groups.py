"""What groups and heads are told of a period: text to copy, robots, and the heads' summary."""

from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from services.notifications.group_messages.api import (
    CampaignName,
    PeriodAsked,
    PeriodKey,
    RobotName,
    SafetyOffice,
    release_summary,
    robot_tells,
    text_to_copy,
)
from services.notifications.group_messages.robots import robots_of, told_before
from services.notifications.outgoing.acting import Acting, acting
from services.notifications.outgoing.copying import SEES_TOWN
from services.notifications.outgoing.missing import known_until, missing_of
from services.notifications.pages.drawn import in_place, instead, nothing, part
from services.notifications.pages.entered import asked, text
from services.notifications.reminders.in_words import Words
from services.notifications.texts.group_words import robot_text
from shared.identity.dependencies import BeyondFigures
from shared.pages.sent import Sent
from shared.problems import Rejected
from shared.read_model.answering import only_whole

_RELEASED = ("已发布，组长将收到一次", "Released: the heads get it once")
_OUTCOMES: dict[str, Words] = {
    "accepted": ("已发送到群", "The group was told"),
    "putoff": ("对方暂不接收，未发送，请稍后再试", "Not taken, nothing was sent: try again later"),
    "refused": ("对方拒绝接收，未发送", "Refused: nothing was sent"),
    "unknown": ("没有收到答复，可能已经发出，请先到群里查看", "No answer: look into the group first"),
}
router = APIRouter(prefix="/pages", include_in_schema=False, dependencies=[Depends(only_whole)])


@router.get("/parts/copy-text")
async def copy_text_part(
    request: Request, account: BeyondFigures, campaign: CampaignName, period: PeriodKey
) -> Response:
    """For the home page. The safety office has the names too."""
    if account.role not in SEES_TOWN:
        return nothing()
    texts = [await text_to_copy(request, account, campaign, period)]
    if account.role == "safety_office" and texts[0]["missing"]:
        texts.append(await text_to_copy(request, account, campaign, period, naming=True))
    return part(request, "copy_part.html", texts=[each["text"] for each in texts])


@router.post("/reminders/releases")
async def release(request: Request, account: SafetyOffice, form: Sent) -> Response:
    released = await release_summary(request, account, _period(form))
    return in_place(request, "released_part.html", _RELEASED, released=released["released"])


@router.get("/reminders/robots/{name}")
async def about_to_tell(
    request: Request, account: SafetyOffice, name: RobotName, campaign: CampaignName, period: PeriodKey
) -> Response:
    """What it would say, before anybody presses: it is said as often as that is done."""
    who = acting(request, account)
    if name not in robots_of(who.equipment.settings.robots_file, who.township):
        raise Rejected("not_found", what=name)
    about = PeriodAsked(campaign=campaign, period=period)
    return instead(request, "robot_part.html", **await _robot(who, name, about), asking=True)


@router.post("/reminders/robots/{name}")
async def tell(request: Request, account: SafetyOffice, name: RobotName, form: Sent) -> Response:
    about = _period(form)
    told = await robot_tells(request, account, name, about)
    shown = await _robot(acting(request, account), name, about)
    return in_place(request, "robot_part.html", _OUTCOMES[told["outcome"]], **shown, asking=False)


async def _robot(who: Acting, name: str, about: PeriodAsked) -> dict[str, Any]:
    """`before`: when that group was told of the period last."""
    rulebook = who.equipment.rulebook
    await known_until(who.equipment.knowledge, who.now)
    async with who.pool.acquire() as connection:
        found = await missing_of(connection, who.township, about.subject, rulebook.policy)
        before = (await told_before(connection, who.township, about.subject)).get(name)
    text = robot_text(rulebook.texts, found.period.name, len(found.names))
    return {"robot": name, "about": about, "text": text, "before": before}


def _period(form: Sent) -> PeriodAsked:
    return asked(PeriodAsked, {"campaign": text(form, "campaign"), "period": text(form, "period")})
