"""Preparing and signing over HTTP, and what has been signed."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Header, Query, Request, Response

from services.reporting.filing.measuring import last_before
from services.reporting.forms.api import Changes
from services.reporting.forms.documents.changes import compared
from services.reporting.reading.answering import admitted
from services.reporting.reading.asking import AsDeclared
from services.reporting.reading.stale import Stale
from services.reporting.submissions.answers import (
    PreparedAnswer,
    ReceiptAnswer,
    SubmissionAnswer,
    SubmissionsAnswer,
)
from services.reporting.submissions.asking import SignAsked
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.document import receipt, submission_document, summary
from services.reporting.submissions.preparing import prepare, prepared_document
from services.reporting.submissions.report import frame_of, signed_positions
from services.reporting.submissions.scope import refuse_unless_seen, seen_filers, seen_submission
from services.reporting.submissions.sign import sign
from services.reporting.submissions.signed_submissions import before_of
from services.reporting.turns.admission import Share
from shared.events.text import Id
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.identity.lately import PasswordGivenLately
from shared.json_types import JsonObject
from shared.read_model.stale import stale_header

IdempotencyKey = Annotated[
    Id, Header(alias="Idempotency-Key", description="The same key again gives the first answer.")
]
"""It stands in the event for ever, as a fact's id does."""

router = APIRouter(tags=["submissions"])


@router.get(
    "/campaigns/{campaign}/periods/{period}/{filer}",
    response_model=PreparedAnswer,
    dependencies=[AsDeclared],
    responses={404: {}, 409: {}, 429: {}},
    summary="A filer's report, filled and ready to be checked; 核对",
)
async def prepared(
    request: Request,
    account: BeyondFigures,
    campaign: Name,
    period: Name,
    filer: Name,
    corrects: Annotated[Name | None, Query(description="更正报: the number it takes the place of.")] = None,
    changes: Changes = False,
) -> Response:
    """As of now, up to the period's deadline. Nothing is recorded by it.

    Falls are measured by the last one signed of an earlier period, those of a correction by what it corrects.
    """
    refuse_unless_seen(account, filer)

    async def answer(share: Share) -> Response:
        made = await prepare(request, share, account, campaign, period, filer, corrects)
        desk: Desk = request.app.state.desk
        document = prepared_document(made, desk.now(), changes=changes)
        return answered_json(document, stale=made.counted.form.stale)

    return await admitted(request, (account.township, account.name), answer)


@router.post(
    "/campaigns/{campaign}/submissions",
    response_model=ReceiptAnswer,
    status_code=201,
    dependencies=[AsDeclared, PasswordGivenLately],
    responses={403: {}, 404: {}, 409: {}, 429: {}},
    summary="Sign a report; 确认报送",
)
async def submit(
    request: Request, account: BeyondFigures, campaign: Name, body: SignAsked, key: IdempotencyKey
) -> Response:
    """Frozen for ever, with a receipt. Every rule that refuses has a code of its own."""
    desk: Desk = request.app.state.desk
    asked = desk.asked(account, campaign, "sign", body, key)

    async def answer(share: Share) -> Response:
        event = await sign(request, share, asked, body)
        filing = await desk.filing(account.township, campaign)
        return answered_json(receipt(filing.submissions[str(event.data["number"])], filing), 201)

    return await admitted(request, (account.township, account.name), answer)


@router.get(
    "/campaigns/{campaign}/submissions",
    response_model=SubmissionsAnswer,
    response_model_exclude_none=True,
    dependencies=[AsDeclared],
    responses={404: {}, 429: {}},
    summary="What has been signed; 报送记录",
)
async def submissions(
    request: Request,
    account: BeyondFigures,
    campaign: Name,
    period: Annotated[Name | None, Query(description="Of one period alone.")] = None,
    filer: Annotated[Name | None, Query(description="Of one filer alone.")] = None,
) -> Response:
    """In the order of signing; a filer sees its own."""
    seen = seen_filers(account)

    async def answer(share: Share) -> Response:
        await frame_of(request, share, account, campaign, {})  # `not_found` for a campaign that is none
        desk: Desk = request.app.state.desk
        filing = await desk.filing(account.township, campaign)
        lines = [
            summary(each, filing)
            for each in filing.submissions.values()
            if period in (None, each.signed.period)
            and filer in (None, each.signed.filer)
            and (seen is None or each.signed.filer in seen)
        ]
        return answered_json({"submissions": lines})

    return await admitted(request, (account.township, account.name), answer)


@router.get(
    "/campaigns/{campaign}/submissions/{number}",
    response_model=SubmissionAnswer,
    response_model_exclude_none=True,
    dependencies=[AsDeclared],
    responses={404: {}, 429: {}},
    summary="One submission, as signed, and what became of it; 报送件",
)
async def submission(
    request: Request, account: BeyondFigures, campaign: Name, number: Name, changes: Changes = False
) -> Response:
    """Figures in `figures` as integers, fines in fen; in `cells` as the form shows them."""

    async def answer(share: Share) -> Response:
        desk: Desk = request.app.state.desk
        filing = await desk.filing(account.township, campaign)
        found = seen_submission(account, filing.submissions.get(number))
        document = submission_document(found, filing)
        if changes:
            then = await frame_of(request, share, account, campaign, signed_positions(found.signed))
            due = then.due(found.signed.period)
            earlier = before_of(last_before(filing, then.campaign, due, found.signed.filer))
            document = document | compared(found.signed.figures, earlier)
        return answered_json(document)

    return await admitted(request, (account.township, account.name), answer)


def answered_json(document: JsonObject, status: int = 200, stale: Stale = ()) -> Response:
    headers = {"Cache-Control": "private, no-store"} | stale_header(stale)
    return Response(orjson.dumps(document), status, headers, media_type="application/json")
