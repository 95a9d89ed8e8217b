"""本期全镇: how the period stands, what the safety office may do about it, and every reminder of it."""

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from services.notifications.group_messages.api import CampaignName, PeriodKey
from services.notifications.group_messages.robots import robots_of, told_before
from services.notifications.outgoing.acting import Acting, acting
from services.notifications.outgoing.api import After, place, written_place
from services.notifications.outgoing.reading import Question, page
from services.notifications.outgoing.scope import scope_of
from services.notifications.pages.drawn import drawn
from services.notifications.pages.listing import lines_of
from services.notifications.pages.period import AtWork, period_at_work
from services.notifications.recount.nightly import last_kept
from services.notifications.reminders.in_words import STATES
from services.notifications.rules.report_subject import forms_of
from shared.facts.account import Account
from shared.identity.dependencies import require_role
from shared.instant import BEGINNING_OF_TIME, END_OF_TIME
from shared.read_model.answering import only_whole

Reader = Annotated[Account, Depends(require_role("safety_office", "auditor"))]
Kind = Literal["forms", "hazards"]
StateAsked = Annotated[str, Query(max_length=20, pattern=r"^[a-z]*$")]
Words = Annotated[str, Query(max_length=60)]
_AT_ONCE = 40
router = APIRouter(prefix="/pages", include_in_schema=False, dependencies=[Depends(only_whole)])


@router.get("/reminders/town")
async def town_page(
    request: Request,
    account: Reader,
    campaign: CampaignName | None = None,
    period: PeriodKey | None = None,
    kind: Kind = "forms",
    state: StateAsked = "",
    words: Words = "",
    after: After = "",
) -> Response:
    who = acting(request, account)
    at = await period_at_work(who, campaign, period)
    if at is None:
        return drawn(request, "no_campaign.html", "town")
    asked = _question(at, kind, state or None, words.strip(), after)
    async with who.pool.acquire() as connection:
        scope = await scope_of(connection, account, who.equipment.rulebook.policy)
        rows = await page(connection, who.township, scope, asked)
        lines = await lines_of(who, connection, rows)
        told = await told_before(connection, who.township, at.subject)
    nightly = await last_kept(request.app.state.pool, who.township)
    return drawn(
        request, "town.html", "town", at=at, kind=kind, state=state, words=words, states=STATES,
        stages=_stages(lines), robots=_robots(who), told=told, nightly=nightly, now=who.now,
        page=who.equipment.page,
        next=written_place(rows[-1]) if len(rows) == _AT_ONCE else None,
    )  # fmt: skip


def _question(at: AtWork, kind: Kind, state: str | None, words: str, after: str) -> Question:
    """Of forms all that is about the period; of hazards what is due until its deadline."""
    begins, ends, about = BEGINNING_OF_TIME, END_OF_TIME, [forms_of(*at.subject), str(at.subject)]
    if kind == "hazards":
        begins, ends, about = at.period.opens, at.period.deadline, ["hazard/"]
    return Question(begins, ends, None, None, None, state, place(after), _AT_ONCE, about, words)


def _stages(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What one rule said at one moment."""
    ordered = sorted(lines, key=lambda each: (each["due"], each["rule"]))
    return [
        {"due": due, "heading": own[0]["heading"], "lines": own}
        for (due, _), group in groupby(ordered, key=lambda each: (each["due"], each["rule"]))
        if (own := list(group))
    ]


def _robots(who: Acting) -> list[str]:
    """For who may have them tell something."""
    if who.account.role != "safety_office":
        return []
    return list(robots_of(who.equipment.settings.robots_file, who.township))
