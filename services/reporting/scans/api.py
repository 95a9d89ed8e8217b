"""Scans of stamped sheets over HTTP."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.reporting.archiving.documents_api import seen_number
from services.reporting.files.keeping import read_file, stored_file, storing
from services.reporting.filing.rights import refuse_unless_of, refuse_unless_reviewing, signer
from services.reporting.filing.state import Filing
from services.reporting.reading.answering import admitted
from services.reporting.reading.asking import AsDeclared
from services.reporting.scans.answers import AllScansAnswer, ScanAnswer, ScansAnswer
from services.reporting.scans.matching import number_on
from services.reporting.scans.reading import ScanReading
from services.reporting.submissions.api import IdempotencyKey, answered_json
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.scope import seen_filers
from services.reporting.turns.admission import Share
from shared.blobs.store import digest_of
from shared.events.base import Event
from shared.events.storing import ScanAttached, Suffix
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.http.saved_as import saved_as
from shared.identity.dependencies import BeyondFigures
from shared.instant import moment_at, write_instant
from shared.json_types import Json, JsonObject
from shared.problems import Rejected

router = APIRouter(tags=["documents"])

MOST_SCANS = 20
_BEGINNINGS: tuple[tuple[bytes, Suffix, str], ...] = (
    (b"%PDF-", "pdf", "application/pdf"),
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
)
_MEDIA_TYPES = {suffix: media_type for _, suffix, media_type in _BEGINNINGS}
_BINARY: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_BODY: dict[str, Any] = {"requestBody": {"required": True, "content": {"application/octet-stream": _BINARY}}}


class _ScanAsked(BaseModel):
    """What tells one scan from another under the same key."""

    hash: str


@router.post(
    "/campaigns/{campaign}/scans",
    response_model=ScanAnswer,
    status_code=201,
    dependencies=[AsDeclared],
    responses={403: {}, 404: {}, 413: {}, 429: {}},
    openapi_extra=_BODY,
    summary="Attach the scan of a stamped sheet; 上传盖章件",
)
async def attached(request: Request, account: BeyondFigures, campaign: Name, key: IdempotencyKey) -> Response:
    """A picture or PDF of at most 8 MiB. Its QR code says of which submission or sheet it is."""
    by = signer(account)
    _refuse_unless_attaching(account)
    content = await request.body()
    suffix = _suffix(content)
    desk: Desk = request.app.state.desk
    asked = desk.asked(account, campaign, "scan", _ScanAsked(hash=digest_of(content)), key)

    async def answer(_: Share) -> Response:
        if before := await desk.before(asked):
            return answered_json({"number": before[0].data["number"], "file": before[0].data["file"]}, 201)
        filing = await desk.filing(account.township, campaign)
        reading: ScanReading = request.app.state.scan_reading
        codes = await reading.codes((account.township, account.name), content)
        number = number_on(codes, filing, account.township, campaign)
        _refuse_unless_own(account, filing, number)
        file = await stored_file(storing(request), suffix, content)

        async def judge(now: Filing) -> Sequence[Event]:
            if len(now.scans.get(number, ())) >= MOST_SCANS:
                raise Rejected("too_many_scans", number=number, limit=str(MOST_SCANS))
            return [ScanAttached(campaign_id=campaign, number=number, file=file, by=by)]

        await desk.record(asked, judge)
        return answered_json({"number": number, "file": file.payload()}, 201)

    return await admitted(request, (account.township, account.name), answer)


@router.get(
    "/campaigns/{campaign}/scans",
    response_model=AllScansAnswer,
    dependencies=[AsDeclared],
    responses={404: {}},
    summary="All scans of a campaign; 盖章件",
)
async def all_scans(request: Request, account: BeyondFigures, campaign: Name) -> Response:
    """By what they are of; a filer sees its own."""
    desk: Desk = request.app.state.desk
    filing = await desk.filing(account.township, campaign)
    seen = seen_filers(account)
    listed: list[Json] = [
        _of_number(filing, number)
        for number in filing.scans
        if seen is None or ((found := filing.submissions.get(number)) and found.signed.filer in seen)
    ]
    return answered_json({"scans": listed})


@router.get(
    "/campaigns/{campaign}/documents/{number}/scans",
    response_model=ScansAnswer,
    dependencies=[AsDeclared],
    responses={404: {}},
    summary="The scans attached to a submission or a sheet; 盖章件",
)
async def scans(request: Request, account: BeyondFigures, campaign: Name, number: Name) -> Response:
    """In the order that they came."""
    filing = await _seen(request, account, campaign, number)
    return answered_json(_of_number(filing, number))


@router.get(
    "/campaigns/{campaign}/documents/{number}/scans/{digest}",
    response_class=Response,
    dependencies=[AsDeclared],
    responses={200: {"content": {media_type: {} for media_type in _MEDIA_TYPES.values()}}, 404: {}},
    summary="One of them, to the byte; 盖章件",
)
async def scan(
    request: Request, account: BeyondFigures, campaign: Name, number: Name, digest: Name
) -> Response:
    """`digest` as in the list."""
    filing = await _seen(request, account, campaign, number)
    found = next((each for each in filing.scans.get(number, ()) if each.event.file.hash == digest), None)
    if found is None:
        raise Rejected("not_found", what=digest)
    file = found.event.file
    headers = {
        "Content-Disposition": saved_as(f"{number}-scan.{file.suffix}"),
        "Cache-Control": "private, no-store",
    }
    content = await read_file(storing(request), file)
    return Response(content, media_type=_MEDIA_TYPES[file.suffix], headers=headers)


def _of_number(filing: Filing, number: str) -> JsonObject:
    listed: list[Json] = [
        {"file": each.event.file.payload(), "by": each.event.by.payload(), "at": _written(each.occurred)}
        for each in filing.scans.get(number, ())
    ]
    return {"number": number, "scans": listed}


def _suffix(content: bytes) -> Suffix:
    """By what it is, whatever it is called."""
    for beginning, suffix, _ in _BEGINNINGS:
        if content.startswith(beginning):
            return suffix
    raise Rejected("scan_unreadable")


def _refuse_unless_attaching(account: Account) -> None:
    """Before anything is looked at: reading codes takes long."""
    if account.role not in ("reporter", "officer", "safety_office"):
        raise Rejected("not_your_report")


def _refuse_unless_own(account: Account, filing: Filing, number: str) -> None:
    submission = filing.submissions.get(number)
    if account.role == "safety_office":
        return
    if submission is None:
        refuse_unless_reviewing(account)
    else:
        refuse_unless_of(account, submission.signed.filer)


async def _seen(request: Request, account: Account, campaign: str, number: str) -> Filing:
    desk: Desk = request.app.state.desk
    filing = await desk.filing(account.township, campaign)
    seen_number(account, filing, number)
    return filing


def _written(moment: int) -> str:
    return write_instant(moment_at(moment))
