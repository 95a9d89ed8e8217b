"""规则预演: the last campaign under a changed policy, beside the present one, before it is switched on."""

from datetime import time

import yaml
from fastapi import APIRouter, Depends, Request, Response

from services.notifications.outgoing.acting import acting
from services.notifications.pages.drawn import drawn, part
from services.notifications.pages.entered import asked
from services.notifications.pages.words import title
from services.notifications.policy.policy import Policy
from services.notifications.rehearsing.api import Rehearser, rehearse
from services.notifications.rehearsing.asked import RehearsalAsked
from services.notifications.reminders.in_words import Words
from shared.pages.sent import Sent
from shared.read_model.answering import only_whole

_FIGURES: dict[str, Words] = {
    "messages": ("消息（条）", "Messages"),
    "reminders": ("提醒（件）", "Reminders in them"),
    "people": ("收到的人", "People"),
    "sms": ("短信（条）", "Text messages"),
    "sms_parts": ("计费条数", "Of that length"),
    "sms_fen": ("短信费用（分）", "Cost in fen"),
    "nights_avoided": ("夜间顺延（件）", "Put off by the night"),
    "to_ring": ("列入电话催报名单（件）", "On the call list"),
    "ended_before": ("发出前已办结（件）", "Done before they went"),
}
router = APIRouter(prefix="/pages", include_in_schema=False, dependencies=[Depends(only_whole)])


@router.get("/reminders/rehearsal")
async def rehearsal_page(request: Request, account: Rehearser) -> Response:
    present = acting(request, account).equipment.rulebook.policy
    return drawn(request, "rehearsal.html", "rehearsal", present=_written(present))


@router.post("/reminders/rehearsal")
async def rehearsed(request: Request, account: Rehearser, form: Sent) -> Response:
    proposed = form.get("policy", "").replace("\r\n", "\n")
    answer = await rehearse(request, account, asked(RehearsalAsked, {"policy": proposed or None}))
    policy = acting(request, account).equipment.rulebook.policy
    rules = answer["present"]["by_rule"] | answer["proposed"]["by_rule"]
    headings = [(rule, title(rule, policy.rules[rule].title)) for rule in sorted(rules)]
    return part(request, "rehearsal_part.html", found=answer, figures=_FIGURES, rules=headings)


class _Dumper(yaml.SafeDumper):
    """Hours in quotation marks: without them 10:00 is a number to YAML, and 09:00 is not."""


_Dumper.add_representer(
    time, lambda dumper, at: dumper.represent_scalar("tag:yaml.org,2002:str", f"{at:%H:%M}", style='"')
)
_Dumper.add_representer(tuple, lambda dumper, each: dumper.represent_list(each))


def _written(policy: Policy) -> str:
    """As a file would have it, without what goes without saying."""
    said = policy.model_dump(exclude_defaults=True)
    return yaml.dump(said, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
