"""应报、已报、按时、未报: over HTTP."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.reporting.counting.columns import FILER_KINDS
from services.reporting.filing.completeness import tally
from services.reporting.filing.due import Due, dues
from services.reporting.filing.state import Filing
from services.reporting.forms.documents.decimals import rate
from services.reporting.forms.documents.filers import named_filer
from services.reporting.reading.answering import admitted
from services.reporting.reading.asking import AsDeclared
from services.reporting.submissions.answers import CompletenessAnswer
from services.reporting.submissions.api import answered_json
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.preparing import due_document
from services.reporting.submissions.report import Frame, frame_of
from services.reporting.submissions.scope import seen_filers
from services.reporting.submissions.who_reported import Standing, who_reported
from services.reporting.turns.admission import Share
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.instant import moment_at, write_instant
from shared.json_types import Json, JsonObject

router = APIRouter(tags=["submissions"])


@router.get(
    "/campaigns/{campaign}/completeness",
    response_model=CompletenessAnswer,
    response_model_exclude_none=False,
    dependencies=[AsDeclared],
    responses={404: {}, 429: {}},
    summary="Who has reported, on time, late, not yet; 报送情况",
)
async def completeness(
    request: Request,
    account: BeyondFigures,
    campaign: Name,
    period: Annotated[Name | None, Query(description="One period alone.")] = None,
) -> Response:
    """For each period and form every filer of the campaign, and others that have reported."""

    async def answer(share: Share) -> Response:
        frame = await frame_of(request, share, account, campaign, {})
        return answered_json(await completeness_of(request, frame, account, period))

    return await admitted(request, (account.township, account.name), answer)


async def completeness_of(
    request: Request, frame: Frame, account: Account, period: str | None = None
) -> JsonObject:
    """As the account may see it, now; of one period, or of each."""
    seen, campaign = seen_filers(account), frame.campaign
    desk: Desk = request.app.state.desk
    filing, now = await desk.filing(account.township, campaign.id), desk.now()
    wanted = dues(campaign) if period is None else (frame.due(period),)
    periods: list[Json] = [
        _period(frame, filing, due, annex, now, seen) for due in wanted for annex in FILER_KINDS
    ]
    return {"campaign": campaign.id, "now": write_instant(moment_at(now)), "periods": periods}


def _period(
    frame: Frame, filing: Filing, due: Due, annex: str, now: int, seen: frozenset[str] | None
) -> JsonObject:
    standings = who_reported(frame, filing, due, annex, now)
    shown: list[Json] = [
        _line(frame, standing, due)
        for standing in standings
        if seen is None or standing.reported.filer in seen
    ]
    found: dict[str, Json] = {"period": due_document(due), "annex": annex, "filers": shown}
    sheet = filing.consolidated(due.key, annex)
    found["consolidated"] = None if sheet is None or seen is not None else sheet.number
    if seen is None:
        counts = tally([standing.reported for standing in standings if standing.listed])
        found["tally"] = {**asdict(counts), "timeliness": rate(counts.on_time, counts.expected)}
    return found


def _line(frame: Frame, standing: Standing, due: Due) -> JsonObject:
    line = standing.reported
    submission = line.submission
    return {
        "filer": named_filer(line.filer, due.cutoff, frame.organisations),
        "listed": standing.listed,
        "state": line.state,
        "state_name": standing.state_name,
        "number": None if submission is None else submission.number,
        "first_signed_at": _written(line.first_signed),
        "signed_at": _written(None if submission is None else submission.signed_at),
        "on_time": line.on_time,
        "on_behalf": submission is not None and submission.signed.on_behalf is not None,
        "extended_until": _written(line.extended_until),
        "history": list(line.history),
    }


def _written(moment: int | None) -> str | None:
    return None if moment is None else write_instant(moment_at(moment))
