"""渠道: how each stands, resumed by operators with a reason; and which reminders are uncertain."""

from collections.abc import Mapping
from typing import Any, Literal

from fastapi import APIRouter, Depends, Request, Response

from services.notifications.channel_states.api import Operator, Reader, Why, list_uncertain, resume_channel
from services.notifications.channel_states.channels import channels
from services.notifications.outgoing.acting import acting
from services.notifications.outgoing.api import After
from services.notifications.outgoing.reading import abouts_of
from services.notifications.pages.drawn import drawn, in_place
from services.notifications.pages.entered import asked, reason_in
from services.notifications.pages.words import CHANNELS, HALTS, title
from shared.pages.sent import Sent
from shared.read_model.answering import only_whole

_RESUMED = ("已恢复，等待的提醒一分钟内发出", "Resumed: what waits goes out within a minute")
_AT_ONCE = 50
router = APIRouter(prefix="/pages", include_in_schema=False, dependencies=[Depends(only_whole)])


@router.get("/reminders/channels")
async def channels_page(request: Request, account: Reader, after: After = "") -> Response:
    who = acting(request, account)
    found = await list_uncertain(request, account, after, _AT_ONCE)
    policy = who.equipment.rulebook.policy
    shown = [_doubt(each, policy.rules.get(each["rule"])) for each in found["uncertain"]]
    # Operators see no names: they look at ids.
    abouts: Mapping[str, str] = {}
    if account.role != "operator":
        async with who.pool.acquire() as connection:
            abouts = await abouts_of(connection, who.township, (each["subject"] for each in shown))
    return drawn(
        request, "channels.html", "channels", channels=await channels(who), uncertain=shown, abouts=abouts,
        next=found.get("next"), names=CHANNELS, halts=HALTS,
    )  # fmt: skip


@router.post("/reminders/channels/{channel}/resume")
async def resume(
    request: Request, account: Operator, channel: Literal["email", "sms", "robot"], form: Sent
) -> Response:
    after = await resume_channel(request, account, channel, asked(Why, {"reason": reason_in(form)}))
    (state,) = [each for each in after["channels"] if each["channel"] == channel]
    return in_place(request, "channel_part.html", _RESUMED, state=state, names=CHANNELS, halts=HALTS)


def _doubt(each: dict[str, Any], rule: Any) -> dict[str, Any]:
    return each | {"heading": title(each["rule"], each["rule"] if rule is None else rule.title)}
