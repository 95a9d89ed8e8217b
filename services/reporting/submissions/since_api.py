"""What has come since a report was signed: 报送后又有新增、减少."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from services.reporting.counting.columns import COLUMN
from services.reporting.differences.explaining import Differences
from services.reporting.filing.state import Submission
from services.reporting.forms.documents.money import shown
from services.reporting.reading.answering import admitted
from services.reporting.reading.asking import AsDeclared
from services.reporting.reading.stale import Stale
from services.reporting.submissions.answers import SinceAnswer
from services.reporting.submissions.api import answered_json
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.moved import since
from services.reporting.submissions.report import frame_of
from services.reporting.submissions.scope import seen_submission
from services.reporting.submissions.signed_submissions import refuse_unless_counted_alike
from services.reporting.turns.admission import Share
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.instant import microseconds, parse_instant
from shared.json_types import Json, JsonObject
from shared.read_model.stale import stale_field

router = APIRouter(tags=["submissions"])


@router.get(
    "/campaigns/{campaign}/submissions/{number}/since",
    response_model=SinceAnswer,
    dependencies=[AsDeclared],
    responses={404: {}, 429: {}},
    summary="What has come since it was signed; 报送后又有",
)
async def come_since(request: Request, account: BeyondFigures, campaign: Name, number: Name) -> Response:
    """To the cut-off that was signed, as recorded now: what would come out differently."""

    async def answer(share: Share) -> Response:
        desk: Desk = request.app.state.desk
        filing = await desk.filing(account.township, campaign)
        found = seen_submission(account, filing.submissions.get(number))
        document, stale = await told_since(request, share, account, found)
        return answered_json(document, stale=stale)

    return await admitted(request, (account.township, account.name), answer)


async def told_since(
    request: Request, share: Share, account: Account, found: Submission
) -> tuple[JsonObject, Stale]:
    refuse_unless_counted_alike(found.signed)
    frame = await frame_of(request, share, account, found.signed.campaign_id, {})
    until = microseconds(parse_instant(found.signed.occurred_until))
    form = frame.form_of(found.signed.filer, until)
    differences = await since(request, frame, form, found)
    return _document(found.number, form.positions, differences) | stale_field(form.stale), form.stale


def _document(number: str, positions: Mapping[str, int], differences: Differences) -> JsonObject:
    parts = [(cell, part) for cell, each in differences.items() for part in each.parts]
    cells: list[Json] = [
        {
            "column": cell.column,
            "from": shown(COLUMN[cell.column], each.from_),
            "to": shown(COLUMN[cell.column], each.to),
        }
        for cell, each in differences.items()
        if each.from_ != each.to
    ]
    return {
        "number": number,
        "positions": dict(positions),
        "added": len({(cell.column, part.member) for cell, part in parts if part.weight > 0}),
        "removed": len({(cell.column, part.member) for cell, part in parts if part.weight < 0}),
        "cells": cells,
    }
