"""静音: what is muted, by whom and until when; muted and heard again here."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from services.notifications.muting.api import MuteAsked, add_mute, list_mutes
from services.notifications.muting.kept import unmute
from services.notifications.muting.muting import OFFICES
from services.notifications.outgoing.acting import Acting, acting
from services.notifications.outgoing.reading import abouts_of, names_of
from services.notifications.pages.drawn import drawn, in_place
from services.notifications.pages.entered import asked, text
from services.notifications.pages.words import family
from services.notifications.policy.policy import Policy, Rule
from services.notifications.recipients.loading import references_of
from services.notifications.reminders.in_words import Words
from services.notifications.sending.muted import EVERYBODY
from shared.facts.account import Account
from shared.identity.dependencies import BeyondFigures
from shared.pages.sent import Sent
from shared.problems import Rejected
from shared.read_model.answering import only_whole

_AT_ONCE = 100
_MUTED: Words = ("已静音", "Muted")
_HEARD: Words = ("已取消静音，今后照常提醒", "Heard again from now on")
router = APIRouter(prefix="/pages", include_in_schema=False, dependencies=[Depends(only_whole)])


@router.get("/reminders/mutes")
async def mutes_page(
    request: Request, account: BeyondFigures, after: Annotated[str, Query(max_length=3000)] = ""
) -> Response:
    who = acting(request, account)
    found = await list_mutes(request, account, after, _AT_ONCE)
    return drawn(
        request, "mutes.html", "mutes", mutes=await _shown(who, found["mutes"]), next=found.get("next"),
        families=_families(who.equipment.rulebook.policy, account), for_all=account.role in OFFICES,
        most_days=who.equipment.rulebook.policy.etiquette.muted_at_most_days,
    )  # fmt: skip


@router.post("/reminders/mutes")
async def mute(request: Request, account: BeyondFigures, form: Sent) -> Response:
    said = {name: text(form, name) for name in ("rule", "subject", "until", "reason", "recipient")}
    done = await add_mute(request, account, asked(MuteAsked, said))
    shown = {"what": done["what"], "until": done["until"], "recipients": done["recipients"]}
    return in_place(request, "muted_part.html", _MUTED, **shown)


@router.post("/reminders/mutes/end")
async def end_mute(request: Request, account: BeyondFigures, form: Sent) -> Response:
    what = text(form, "what")
    if what is None:
        raise Rejected("invalid_request", field="what", detail="rule/… subject/…")
    await unmute(acting(request, account), what, text(form, "recipient"))
    return in_place(request, "heard_part.html", _HEARD)


async def _shown(who: Acting, mutes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """In words; `ends`: whether the account may take it back."""
    subjects = [each["what"].removeprefix("subject/") for each in mutes]
    async with who.pool.acquire() as connection:
        abouts = await abouts_of(connection, who.township, subjects)
        names = await names_of(connection, who.township, (each["recipient"] for each in mutes))
        own = await references_of(connection, who.township, who.account.name)
    return [
        {
            **each,
            "about": _in_words(each["what"], abouts),
            "name": names.get(each["recipient"], each["recipient"]),
            "ends": each["recipient"] in own
            or (each["recipient"] == EVERYBODY and who.account.role in OFFICES),
        }
        for each in mutes
    ]


def _in_words(what: str, abouts: Mapping[str, str]) -> Words:
    kind, _, named = what.partition("/")
    return family(named) if kind == "rule" else (abouts.get(named, named), abouts.get(named, named))


def _families(policy: Policy, account: Account) -> list[tuple[str, Words]]:
    """Those of which the account may mute something."""
    by_office = account.role in OFFICES
    found = {
        rule.family: family(rule.family)
        for rule in policy.rules.values()
        if (_by_office(rule, account) if by_office else rule.mutable and not rule.technical)
    }
    return list(found.items())


def _by_office(rule: Rule, account: Account) -> bool:
    return rule.mutable_by_office and rule.technical == (account.role == "operator")
