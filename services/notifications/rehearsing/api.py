"""Rehearsal over HTTP: last campaign under a changed policy, before it is switched on. Nothing is written."""

import asyncio
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from services.notifications.planning.basis import load_basis
from services.notifications.policy.policy import Policy
from services.notifications.rehearsing.asked import RehearsalAsked, read_asked, span_of
from services.notifications.rehearsing.loading import load_past
from services.notifications.rehearsing.over_time import Past, standings
from services.notifications.rehearsing.playing import play
from services.notifications.rehearsing.summing import summed
from services.notifications.rules.town import Town, View
from services.notifications.sending.equipment import Equipment
from shared.facts.account import Account
from shared.identity.dependencies import require_role
from shared.instant import write_instant
from shared.json_types import JsonObject
from shared.problems import Rejected
from shared.read_model.answering import only_whole

Rehearser = Annotated[Account, Depends(require_role("safety_office"))]
rehearsing_api = APIRouter(prefix="/reminders", tags=["reminders"], dependencies=[Depends(only_whole)])
_ONE_AT_A_TIME = asyncio.Lock()


@rehearsing_api.post("/rehearse", summary="A campaign under a changed policy; 规则预演")
async def rehearse(request: Request, account: Rehearser, body: RehearsalAsked) -> dict[str, Any]:
    """What would have been sent under this policy and under the present one, day by day, from what happened.

    Contacts, offices, templates and noted calls are as they are now. `nights_avoided`: reminders put off by
    the quiet hours. `sms_fen`: text messages by their length at the price that is set. One is made at a time.
    """
    equipment: Equipment = request.app.state.equipment
    present = equipment.rulebook.policy
    channels = frozenset(equipment.channels)
    if _ONE_AT_A_TIME.locked():
        raise Rejected("too_busy")
    async with _ONE_AT_A_TIME:
        read = await asyncio.to_thread(read_asked, body.policy, present)
        proposed = read.with_channels(channels)
        past, begins, ends = await _past(request, account, body)
        answer: JsonObject = {"from": write_instant(begins), "until": write_instant(ends)}
        for name, policy in (("present", present), ("proposed", proposed)):
            answer[name] = await asyncio.to_thread(_played, equipment, past, policy, begins, ends)
        return answer


async def _past(request: Request, account: Account, body: RehearsalAsked) -> tuple[Past, datetime, datetime]:
    """Read under the role that may send nothing, and write nothing here."""
    async with (
        request.app.state.pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        basis = await load_basis(connection, account.township, request.app.state.equipment.rulebook)
        begins, ends = span_of(_campaign(basis.town, body.campaign), body)
        return await load_past(connection, basis, write_instant(begins)), begins, ends


def _campaign(town: Town, named: str | None) -> View:
    stated = {id_: each for id_, each in town.campaigns.items() if "starts" in each}
    if named is not None:
        stated = {id_: each for id_, each in stated.items() if id_ == named}
    if not stated:
        raise Rejected("not_found", what=named or "campaign 行动")
    return max(stated.values(), key=lambda each: str(each["starts"]))


def _played(equipment: Equipment, past: Past, policy: Policy, begins: datetime, ends: datetime) -> JsonObject:
    played = play(standings(past, policy, begins, ends), policy, past.directory)
    texts, price = equipment.rulebook.texts, equipment.settings.sms_price_fen
    return {"policy": policy.id, **summed(played, past.town, texts, equipment.sign_name, price)}
