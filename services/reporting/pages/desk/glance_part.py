"""The town at a glance, and the filers of a leader's own group: parts of the desk that take counting."""

from dataclasses import replace
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from services.reporting.consolidation.content import names_before
from services.reporting.counting.columns import FILER_KINDS
from services.reporting.counting.period import Period
from services.reporting.pages.campaigns import current_campaign
from services.reporting.pages.desk.glance import Glance, glances, together
from services.reporting.pages.desk.of_town import town_desk
from services.reporting.pages.filing.addresses import submission_page
from services.reporting.reading.answering import admitted
from services.reporting.reading.recount_queue import Recounting
from services.reporting.rectification.counted import hazards_counted
from services.reporting.rectification.days import counted_to
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.report import Frame, frame_of
from services.reporting.turns.admission import Share
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.identity.dependencies import require_role
from shared.instant import moment_at, write_instant
from shared.pages.drawing import Drawing

router = APIRouter(include_in_schema=False)
SeesAll = Annotated[Account, Depends(require_role("safety_office", "leader", "auditor"))]


@router.get("/pages/parts/glance")
async def glance(request: Request, account: SeesAll) -> Response:
    """Of the whole town."""
    return await _drawn(request, account, "desk_glance.html", None)


@router.get("/pages/parts/filers")
async def some_filers(
    request: Request, account: SeesAll, filer: Annotated[list[Name], Query(max_length=50)]
) -> Response:
    """Of those that are named, as the registry's part names a leader's own group."""
    return await _drawn(request, account, "desk_filers.html", filer)


async def _drawn(request: Request, account: Account, template: str, named: list[str] | None) -> Response:
    campaign = await current_campaign(request, account)

    async def answer(share: Share) -> Response:
        frame = await frame_of(request, share, account, campaign, {})
        office: Desk = request.app.state.desk
        filing, now = await office.filing(account.township, campaign), office.now()
        found = await _glances(request, frame, now)
        listed = [each for annex in FILER_KINDS for each in frame.campaign.filers[annex]]
        shown = [each for each in listed if named is None or each in named]
        present = town_desk(account, frame, filing, now).present
        drawing: Drawing = request.app.state.drawing
        return drawing.page(
            request,
            template,
            rows=[(_named(frame, filer), found.get(filer, Glance()), filer) for filer in shown],
            town=together(list(found.values())),
            lines={} if present is None else {line.filer: line for line in present.shown.all_lines},
            due=None if present is None else present.shown.due,
            submission_of=partial(submission_page, campaign),
        )

    return await admitted(request, (account.township, account.name), answer)


async def _glances(request: Request, frame: Frame, now: int) -> dict[str, Glance]:
    recounting: Recounting = request.app.state.recounting
    form = replace(frame.form, occurred_until=write_instant(moment_at(frame.campaign.ends)))
    counted = await recounting.of_town(frame.asked, form, "found hazards", hazards_counted)
    return glances(counted.found, counted_to(Period.of(frame.campaign, form.moment).limit, now))


def _named(frame: Frame, filer: str) -> str:
    return names_before(frame.organisations, (filer,), frame.campaign.ends)[filer]
