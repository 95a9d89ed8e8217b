"""Consolidated sheets over HTTP: prepared, signed, and what has been signed."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.consolidation.answers import (
    ConsolidationAnswer,
    ConsolidationLineAnswer,
    ConsolidationsAnswer,
    PreparedSheetAnswer,
)
from services.reporting.consolidation.asking import ConsolidateAsked
from services.reporting.consolidation.document import consolidation_document, prepared_document, summary
from services.reporting.consolidation.gathering import Gathering
from services.reporting.consolidation.sign import consolidate
from services.reporting.filing.consolidating import Chosen
from services.reporting.filing.consolidation import Consolidation
from services.reporting.filing.state import Filing
from services.reporting.reading.answering import admitted
from services.reporting.reading.asking import AsDeclared
from services.reporting.submissions.api import IdempotencyKey, answered_json
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.report import Frame, frame_of
from services.reporting.turns.admission import Share
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.identity.dependencies import require_role
from shared.identity.lately import PasswordGivenLately
from shared.problems import Rejected
from shared.read_model.stale import stale_field

SeesAll = Annotated[Account, Depends(require_role("safety_office", "leader", "auditor"))]
"""A filer sees its own submissions and no sheet of everybody's; keys of dashboards see neither."""

router = APIRouter(tags=["consolidations"])


@router.get(
    "/campaigns/{campaign}/periods/{period}/consolidated/{annex}",
    response_model=PreparedSheetAnswer,
    dependencies=[AsDeclared],
    responses={404: {}, 409: {}, 429: {}},
    summary="The sheet of all filers as it would be signed now; 汇总",
)
async def prepared(
    request: Request, account: SeesAll, campaign: Name, period: Name, annex: Literal["annex-3", "annex-4"]
) -> Response:
    """Rows are the latest accepted ones, never live figures. Nothing is recorded by it."""

    async def answer(share: Share) -> Response:
        frame = await frame_of(request, share, account, campaign, {})
        gathering = Gathering(request, share, account, frame, frame.due(period), annex)
        filing = await _filing(request, account, campaign)
        table = await gathering.table(gathering.chosen(filing))
        stale = frame.form.stale
        return answered_json(prepared_document(table, filing) | stale_field(stale), stale=stale)

    return await admitted(request, (account.township, account.name), answer)


@router.post(
    "/campaigns/{campaign}/consolidations",
    response_model=ConsolidationLineAnswer,
    response_model_exclude_none=True,
    status_code=201,
    dependencies=[AsDeclared, PasswordGivenLately],
    responses={403: {}, 404: {}, 409: {}, 429: {}},
    summary="Sign a consolidated sheet; 汇总",
)
async def consolidated(
    request: Request, account: SeesAll, campaign: Name, body: ConsolidateAsked, key: IdempotencyKey
) -> Response:
    """By a person of the safety office. Later signing leaves it as it is; a new edition takes its place."""
    desk: Desk = request.app.state.desk
    asked = desk.asked(account, campaign, "consolidate", body, key)

    async def answer(share: Share) -> Response:
        event = await consolidate(request, share, asked, body)
        frame = await frame_of(request, share, account, campaign, {})
        filing = await _filing(request, account, campaign)
        sheet = filing.consolidations[str(event.data["number"])]
        return answered_json(summary(sheet, _chosen(request, share, account, frame, filing, sheet)), 201)

    return await admitted(request, (account.township, account.name), answer)


@router.get(
    "/campaigns/{campaign}/consolidations",
    response_model=ConsolidationsAnswer,
    response_model_exclude_none=True,
    dependencies=[AsDeclared],
    responses={404: {}, 429: {}},
    summary="What has been consolidated; 汇总记录",
)
async def consolidations(request: Request, account: SeesAll, campaign: Name) -> Response:
    """In the order of signing, every edition."""

    async def answer(share: Share) -> Response:
        frame = await frame_of(request, share, account, campaign, {})
        filing = await _filing(request, account, campaign)
        lines = [
            summary(each, _chosen(request, share, account, frame, filing, each))
            for each in filing.consolidations.values()
        ]
        return answered_json({"consolidations": lines})

    return await admitted(request, (account.township, account.name), answer)


@router.get(
    "/campaigns/{campaign}/consolidations/{number}",
    response_model=ConsolidationAnswer,
    response_model_exclude_none=False,
    dependencies=[AsDeclared],
    responses={404: {}, 429: {}},
    summary="One sheet, as signed, and what became of it; 汇总表",
)
async def consolidation(request: Request, account: SeesAll, campaign: Name, number: Name) -> Response:
    """With what it changes against the edition before, and `updates`: rows that would be others now."""

    async def answer(share: Share) -> Response:
        filing = await _filing(request, account, campaign)
        sheet = found_sheet(filing, number)
        frame = await frame_of(request, share, account, campaign, {})
        chosen = _chosen(request, share, account, frame, filing, sheet)
        return answered_json(consolidation_document(sheet, filing, chosen))

    return await admitted(request, (account.township, account.name), answer)


def found_sheet(filing: Filing, number: str) -> Consolidation:
    found = filing.consolidations.get(number)
    if found is None:
        raise Rejected("not_found", what=number)
    return found


async def _filing(request: Request, account: Account, campaign: str) -> Filing:
    desk: Desk = request.app.state.desk
    return await desk.filing(account.township, campaign)


def _chosen(
    request: Request, share: Share, account: Account, frame: Frame, filing: Filing, sheet: Consolidation
) -> Chosen:
    return Gathering.again(request, share, account, frame, sheet).chosen(filing)
