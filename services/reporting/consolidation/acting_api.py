"""审签, 上报 over HTTP."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from services.reporting.consolidation.api import SeesAll, found_sheet
from services.reporting.consolidation.asking import CountersignAsked, SendUpAsked
from services.reporting.consolidation.documents_api import as_sheet
from services.reporting.files.keeping import stored_file, storing
from services.reporting.filing.consolidating import countersign, refuse_to_send_up, send_up
from services.reporting.filing.rights import refuse_unless_leading, refuse_unless_reviewing, signer
from services.reporting.filing.state import Filing
from services.reporting.forms.formats import FORMATS
from services.reporting.forms.written import WrittenForms
from services.reporting.reading.answering import admitted
from services.reporting.reading.asking import AsDeclared
from services.reporting.submissions.answers import ActsAnswer
from services.reporting.submissions.api import IdempotencyKey
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.reviewing_api import acted, recorded
from services.reporting.turns.admission import Share
from shared.events.base import Event
from shared.events.storing import StoredFile
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.identity.lately import PasswordGivenLately

router = APIRouter(tags=["consolidations"])
_ACT: dict[str, Any] = {
    "response_model": ActsAnswer,
    "dependencies": [AsDeclared, PasswordGivenLately],
    "responses": {403: {}, 404: {}, 409: {}, 429: {}},
}


@router.post("/campaigns/{campaign}/consolidations/{number}/countersign", summary="Countersign; 审签", **_ACT)
async def countersigned(
    request: Request,
    account: SeesAll,
    campaign: Name,
    number: Name,
    body: CountersignAsked,
    key: IdempotencyKey,
) -> Response:
    """By a leader, where the campaign asks for it; by another person than signed."""
    refuse_unless_leading(account)
    by = signer(account)
    desk: Desk = request.app.state.desk

    async def judge(filing: Filing) -> Sequence[Event]:
        return [countersign(filing, campaign, number, by)]

    return await recorded(request, desk.asked(account, campaign, f"countersign {number}", body, key), judge)


@router.post("/campaigns/{campaign}/consolidations/{number}/send-up", summary="It went up; 上报", **_ACT)
async def sent_up(
    request: Request, account: SeesAll, campaign: Name, number: Name, body: SendUpAsked, key: IdempotencyKey
) -> Response:
    """To whom, how and when, and as which document: the very file is kept, and its hash is in the event."""
    refuse_unless_reviewing(account)
    by = signer(account)
    desk: Desk = request.app.state.desk
    asked = desk.asked(account, campaign, f"send-up {number}", body, key)

    async def answer(share: Share) -> Response:
        filing = await desk.filing(account.township, campaign)
        if before := await desk.before(asked):
            return acted(before)
        refuse_to_send_up(filing, number)
        file = await _kept(request, share, account, filing, number, body.document)

        async def judge(now: Filing) -> Sequence[Event]:
            return [send_up(now, campaign, number, by, body.to, body.how, asked.now, file)]

        return await recorded(request, asked, judge)

    return await admitted(request, (account.township, account.name), answer)


async def _kept(
    request: Request, share: Share, account: Account, filing: Filing, number: str, suffix: str
) -> StoredFile:
    """On disk before any event names it."""
    found = found_sheet(filing, number)
    blobs = storing(request)
    written_as = next(each for each in FORMATS if each.suffix == suffix)
    shown = await as_sheet(request, share, account, filing, found, signature_line=False)
    forms: WrittenForms = request.app.state.written_forms
    content = await forms.of((account.township, account.name), shown, written_as.write)
    return await stored_file(blobs, written_as.suffix, content)
