"""核对、说明、报送 on one page. What is signed is what it shows: it never moves by itself."""

from dataclasses import replace
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.reporting.pages.filing.addresses import submission_page
from services.reporting.pages.filing.asked_to_sign import mistakes, seen_in, sign_asked
from services.reporting.pages.filing.drawing_signing import drawn
from services.reporting.pages.filing.form_keys import key_in, new_key
from services.reporting.pages.filing.refused_at import Mistake
from services.reporting.pages.filing.wanted import Wanted
from services.reporting.reading.answering import admitted
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.scope import refuse_unless_seen
from services.reporting.submissions.sign import sign
from services.reporting.turns.admission import Share
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures
from shared.identity.lately import refuse_unless_recent
from shared.pages.posted import Posted, PostedForm
from shared.problems import Rejected

router = APIRouter(include_in_schema=False)
_ADDRESS = "/pages/campaigns/{campaign}/periods/{period}/{filer}"


@router.get(_ADDRESS)
async def signing(
    request: Request,
    account: BeyondFigures,
    campaign: Name,
    period: Name,
    filer: Name,
    corrects: Name | None = None,
    occurred_until: Name | None = None,
    positions: Name | None = None,
) -> Response:
    """As of now; as it was seen, for who had to sign in again meanwhile."""
    refuse_unless_seen(account, filer)
    seen = seen_in(occurred_until, positions)
    wanted = Wanted(request, account, campaign, period, filer, corrects, seen=seen)

    async def answer(share: Share) -> Response:
        return await drawn(share, wanted)

    return await admitted(request, (account.township, account.name), answer)


@router.post(_ADDRESS)
async def signed(
    request: Request, account: BeyondFigures, campaign: Name, period: Name, filer: Name, typed: PostedForm
) -> Response:
    """确认报送, or 重新生成. What was typed stands on the page again, whatever became of it."""
    refuse_unless_seen(account, filer)
    wanted = Wanted(request, account, campaign, period, filer, typed.text("corrects"), typed=typed)

    async def answer(share: Share) -> Response:
        if typed.text("act") != "sign":
            return await drawn(share, wanted)
        return await _sign(share, _as_posted(wanted, typed), typed)

    return await admitted(request, (account.township, account.name), answer)


def _as_posted(wanted: Wanted, typed: Posted) -> Wanted:
    """The very report and the key of the form: sent twice, it signs once."""
    seen = seen_in(typed.text("occurred_until"), typed.text("positions"))
    return replace(wanted, seen=seen, key=key_in(typed))


async def _sign(share: Share, wanted: Wanted, typed: Posted) -> Response:
    request, account, campaign = wanted.request, wanted.account, wanted.campaign
    desk: Desk = request.app.state.desk
    try:
        body = sign_asked(wanted.period, wanted.filer, typed)
        await refuse_unless_recent(request)
        event = await sign(request, share, desk.asked(account, campaign, "sign", body, wanted.key), body)
    except ValidationError as error:
        found = tuple(Mistake(*one) for one in mistakes(error, typed))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return await drawn(share, replace(wanted, mistakes=found, status=status))
    except Rejected as refused:
        key = new_key() if refused.code == "id_conflict" else wanted.key
        told = replace(wanted, refused=refused, key=key, status=HTTPStatus(refused.status))
        return await drawn(share, told)
    address = submission_page(campaign, str(event.data["number"]))
    return RedirectResponse(f"{address}?signed=true", HTTPStatus.SEE_OTHER)
