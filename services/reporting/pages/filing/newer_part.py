"""又有2条新数据: what was recorded since the report that somebody looks at, asked by its page."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from services.reporting.filing.due import Due
from services.reporting.pages.filing.asked_to_sign import seen_in
from services.reporting.reading.answering import admitted
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.moved import newer
from services.reporting.submissions.preparing import Seen
from services.reporting.submissions.report import Frame, frame_of
from services.reporting.submissions.scope import refuse_unless_seen
from services.reporting.turns.admission import Share
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.instant import moment_at, write_instant
from shared.pages.drawing import Drawing
from shared.problems import Rejected

router = APIRouter(include_in_schema=False)


@router.get("/pages/campaigns/{campaign}/periods/{period}/{filer}/newer")
async def newer_facts(
    request: Request,
    account: BeyondFigures,
    campaign: Name,
    period: Name,
    filer: Name,
    occurred_until: Name,
    positions: Name,
) -> Response:
    """Facts that move a figure of the report, or that its deadline has come."""
    refuse_unless_seen(account, filer)
    seen = seen_in(occurred_until, positions)
    if seen is None:
        raise Rejected("invalid_request", field="positions", detail="occurred_until, positions")

    async def answer(share: Share) -> Response:
        frame = await frame_of(request, share, account, campaign, {})
        desk: Desk = request.app.state.desk
        due, now = frame.due(period), desk.now()
        facts = await _facts(request, frame, due, filer, seen, now)
        ended = now >= due.cutoff != seen.occurred_until
        drawing: Drawing = request.app.state.drawing
        return drawing.page(request, "filing_newer.html", facts=facts, ended=ended)

    return await admitted(request, (account.township, account.name), answer)


async def _facts(request: Request, frame: Frame, due: Due, filer: str, seen: Seen, now: int) -> int:
    """Nothing is compared while nothing was recorded."""
    if dict(seen.positions) == dict(frame.applied):
        return 0
    form = frame.form_of(filer, min(now, due.cutoff))
    until = write_instant(moment_at(seen.occurred_until))
    shown = replace(form, positions=seen.positions, occurred_until=until)
    differences = await newer(request, frame, filer, shown, form)
    parts = (part for difference in differences.values() for part in difference.parts)
    return len({event.source for part in parts for event in part.events})
