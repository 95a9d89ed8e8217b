"""Cutover, signature, rollback and dropping from the page: with a reason, on record, as by the API."""

from http import HTTPStatus
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from services.reporting.generations.deeds import deeds_of
from shared.operations.pages.drawn import PREFIX, Operator
from shared.operations.reasons import read_reason
from shared.pages.sent import Sent

router = APIRouter(prefix=PREFIX, include_in_schema=False)

Deed = Literal["compare", "cutover", "sign", "rollback", "drop"]


@router.post("/generations/{deed}")
async def do(request: Request, account: Operator, deed: Deed, sent: Sent) -> Response:
    """What came of it stands in the record, the newest first. A comparison changes nothing: no reason."""
    name, deeds = sent.get("name", ""), deeds_of(request)
    if deed == "compare":
        await deeds.compare(account, name)
        return RedirectResponse(f"/reporting{PREFIX}/generations", HTTPStatus.SEE_OTHER)
    reason = read_reason(sent.get("reason", ""))
    match deed:
        case "cutover":
            await deeds.cut_over(account, name, reason)
        case "sign":
            await deeds.sign(account, name, sent.get("difference", ""), reason)
        case "rollback":
            await deeds.roll_back(account, reason)
        case "drop":
            await deeds.drop(account, name, reason)
    return RedirectResponse(f"/reporting{PREFIX}/acts", HTTPStatus.SEE_OTHER)
