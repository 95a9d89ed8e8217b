"""值班表: a month, day by day; the safety office enters each."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from services.notifications.duty_roster.api import DayAsked, Reader, Writer, roster_of
from services.notifications.duty_roster.kept import Roster
from services.notifications.duty_roster.roster import Duty, OneDay, day_of
from services.notifications.outgoing.span import beginning_of
from services.notifications.pages.drawn import drawn, in_place, instead
from services.notifications.pages.entered import asked
from services.notifications.reminders.in_words import Words
from services.notifications.watching.reading import views_of_kind
from shared.facts.account import Account
from shared.instant import SHANGHAI
from shared.pages.sent import Sent

_KEPT: Words = ("已保存", "Saved")
_DAY = r"^(\d{4}-\d{2}-\d{2})?$"
router = APIRouter(prefix="/pages/reminders/duty", include_in_schema=False)


@router.get("")
async def duty_page(
    request: Request,
    account: Reader,
    from_: Annotated[str, Query(alias="from", max_length=10, pattern=_DAY)] = "",
) -> Response:
    """Five weeks from that day on, without it from this week's Monday."""
    roster = roster_of(request, account)
    today = roster.now.astimezone(SHANGHAI).date()
    first = day_of("from", from_) if from_ else today - timedelta(days=today.weekday())
    last = first + timedelta(days=34)
    entered = await roster.between(first, last)
    people = {f"person/{each['id']}": each["name"] or each["id"] for each in await roster.people()}
    days = [_shown(first + timedelta(days=nth), entered, people) for nth in range(35)]
    return drawn(
        request, "duty.html", "duty", days=days, today=str(today), writes=account.role == "safety_office",
        before=str(first - timedelta(days=35)), behind=str(last + timedelta(days=1)),
    )  # fmt: skip


@router.get("/{day}")
async def one_day(request: Request, account: Writer, day: DayAsked) -> Response:
    """To be entered, in the place of its line."""
    roster, on = roster_of(request, account), day_of("day", day)
    return instead(request, "duty_form_part.html", **await _form(request, account, roster, on))


@router.post("/{day}")
async def enter_day(request: Request, account: Writer, day: DayAsked, form: Sent) -> Response:
    roster, on = roster_of(request, account), day_of("day", day)
    await roster.enter({on: asked(OneDay, {"on_duty": _on_duty(form)}).on_duty})
    people = {f"person/{each['id']}": each["name"] or each["id"] for each in await roster.people()}
    shown = _shown(on, await roster.between(on, on), people)
    return in_place(request, "duty_day_part.html", _KEPT, each=shown, writes=True, today="")


async def _form(request: Request, account: Account, roster: Roster, on: date) -> dict[str, Any]:
    """Officials in office, people with a contact, and whoever was entered although he is neither."""
    officials = {
        f"official/{each['id']}": each["name"]
        for each in await views_of_kind(request.app.state.pool, account, "official")
        if each["offices"]
    }
    people = {f"person/{each['id']}": each["name"] or each["id"] for each in await roster.people()}
    entered = await roster.between(on, on)
    chosen: dict[str, list[str]] = {duty.value: [] for duty in Duty}
    names = officials | people
    for each in entered:
        reference = f"{each['kind']}/{each['id']}"
        chosen[each["duty"]].append(reference)
        names.setdefault(reference, each["name"] or each["id"])
    return {"day": str(on), "names": names, "chosen": chosen}


def _on_duty(form: Mapping[str, str]) -> list[dict[str, str]]:
    """Of each box that was ticked: `leader official/o-1`."""
    found = []
    for name in form:
        duty, _, reference = name.partition(" ")
        kind, _, id_ = reference.partition("/")
        found.append({"duty": duty, "kind": kind, "id": id_})
    return found


def _shown(day: date, entered: list[dict[str, Any]], people: dict[str, str]) -> dict[str, Any]:
    own = [each for each in entered if each["day"] == str(day)]
    named = [
        each | {"name": each["name"] or people.get(f"{each['kind']}/{each['id']}", each["id"])}
        for each in own
    ]
    begins = beginning_of(day)
    return {"day": str(day), "begins": begins, "weekday": day.weekday(), "on_duty": named}
