"""What the safety office tells groups and heads: releases, text to copy, robots; over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import Field

from services.notifications.channels.channel import Accepted
from services.notifications.group_messages.releasing import release
from services.notifications.group_messages.robots import robots_of, tell_robot
from services.notifications.outgoing.acting import Body, acting
from services.notifications.outgoing.api import PREFIX
from services.notifications.outgoing.missing import known_until, missing_of
from services.notifications.rules.report_subject import SummarySubject
from services.notifications.texts.group_words import copy_text, copy_text_naming_filers
from shared.facts.account import Account
from shared.identity.dependencies import require_role
from shared.instant import write_instant
from shared.problems import Rejected
from shared.read_model.answering import only_whole

SafetyOffice = Annotated[Account, Depends(require_role("safety_office"))]
SeesTown = Annotated[Account, Depends(require_role("safety_office", "leader", "auditor"))]
CampaignName = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
PeriodKey = Annotated[str, Field(max_length=10, pattern=r"^([0-9]{1,4}|final)$")]
RobotName = Annotated[str, Path(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]

group_messages_api = APIRouter(prefix=PREFIX, tags=["reminders"], dependencies=[Depends(only_whole)])


class PeriodAsked(Body):
    campaign: CampaignName
    period: PeriodKey = Field(description="`1`, `2` … or `final`.")

    @property
    def subject(self) -> SummarySubject:
        return SummarySubject(self.campaign, self.period)


@group_messages_api.post(
    "/releases", summary="Release the heads' summary of a deadline; 发布报送情况", responses={404: {}}
)
async def release_summary(request: Request, account: SafetyOffice, asked: PeriodAsked) -> dict[str, Any]:
    """Once: the heads get it after the deadline, and not without this."""
    at = await release(acting(request, account), asked.subject)
    return {**asked.model_dump(), "released": write_instant(at)}


@group_messages_api.get("/copy-text", summary="Text for the group chat; 复制文字", responses={404: {}})
async def text_to_copy(
    request: Request,
    account: SeesTown,
    campaign: CampaignName,
    period: PeriodKey,
    naming: Annotated[bool, Query(description="通报: names who is missing; for the safety office.")] = False,
) -> dict[str, Any]:
    """How many are missing; with `naming` also who."""
    if naming and account.role != "safety_office":
        raise Rejected("not_allowed", detail="通报 naming filers")
    who = acting(request, account)
    texts, policy = who.equipment.rulebook.texts, who.equipment.rulebook.policy
    as_of = await known_until(who.equipment.knowledge, who.now)
    async with who.pool.acquire() as connection:
        found = await missing_of(connection, who.township, SummarySubject(campaign, period), policy)
    if naming and found.names:
        text = copy_text_naming_filers(texts, found.period.name, as_of, found.names)
    else:
        text = copy_text(texts, found.period.name, found.period.deadline, len(found.names))
    return {"text": text, "missing": len(found.names), "as_of": write_instant(as_of)}


@group_messages_api.get("/robots", summary="Robots of the town's groups; 群机器人")
async def robots(request: Request, account: SafetyOffice) -> dict[str, Any]:
    """By name; their addresses are secret."""
    who = acting(request, account)
    return {"robots": list(robots_of(who.equipment.settings.robots_file, who.township))}


@group_messages_api.post(
    "/robots/{name}", summary="Have a robot tell its group how many are missing; 群提醒", responses={429: {}}
)
async def robot_tells(
    request: Request, account: SafetyOffice, name: RobotName, asked: PeriodAsked
) -> dict[str, Any]:
    """Names nobody, counts as no delivery. `outcome`: `accepted`, `putoff`, `refused` or `unknown`."""
    text, outcome = await tell_robot(acting(request, account), name, asked.subject)
    why = None if isinstance(outcome, Accepted) else outcome.why
    return {"text": text, "outcome": type(outcome).__name__.lower(), "why": why}
