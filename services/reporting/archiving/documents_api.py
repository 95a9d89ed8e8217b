"""The documents that were kept, as they were first written, and those of a period in one file."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Annotated, Literal
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from fastapi import APIRouter, Query, Request, Response

from services.reporting.archiving.answers import KeptDocumentsAnswer
from services.reporting.archiving.file_names import file_name
from services.reporting.files.keeping import read_file, storing
from services.reporting.filing.state import Filing, Submission
from services.reporting.forms.documents.wording import NAMES
from services.reporting.forms.formats import FORMATS
from services.reporting.reading.answering import admitted
from services.reporting.reading.asking import AsDeclared
from services.reporting.submissions.api import answered_json
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.scope import seen_filers, seen_submission
from services.reporting.turns.admission import Share
from shared.events.storing import StoredFile
from shared.http.parameters import Name
from shared.http.saved_as import saved_as
from shared.identity.dependencies import BeyondFigures
from shared.problems import Rejected

router = APIRouter(tags=["documents"])

_MEDIA_TYPES = {each.suffix: each.media_type for each in FORMATS}
_ZIP = "application/zip"


@router.get(
    "/campaigns/{campaign}/documents/{number}",
    response_model=KeptDocumentsAnswer,
    dependencies=[AsDeclared],
    responses={404: {}},
    summary="The documents kept of a submission or a consolidated sheet; 存档文件",
)
async def kept(request: Request, account: BeyondFigures, campaign: Name, number: Name) -> Response:
    """As they were first written, without any telephone number. A moment after signing there are none yet."""
    files = await _files(request, account, campaign, number)
    return answered_json({"number": number, "files": [file.payload() for file in files]})


@router.get(
    "/campaigns/{campaign}/documents/{number}/{suffix}",
    response_class=Response,
    dependencies=[AsDeclared],
    responses={200: {"content": {media_type: {} for media_type in _MEDIA_TYPES.values()}}, 404: {}},
    summary="One of them, to the byte; 存档文件",
)
async def kept_document(
    request: Request,
    account: BeyondFigures,
    campaign: Name,
    number: Name,
    suffix: Literal["xlsx", "docx", "pdf"],
) -> Response:
    """Its hash stands in the log."""
    files = {file.suffix: file for file in await _files(request, account, campaign, number)}
    if suffix not in files:
        raise Rejected("not_found", what=f"{number}.{suffix}")
    content = await read_file(storing(request), files[suffix])
    return _attached(content, f"{number}.{suffix}", _MEDIA_TYPES[suffix])


@router.get(
    "/campaigns/{campaign}/periods/{period}/documents.zip",
    response_class=Response,
    dependencies=[AsDeclared],
    responses={200: {"content": {_ZIP: {}}}, 404: {}, 429: {}},
    summary="All that stands of a period in every format; 打包下载",
)
async def of_a_period(
    request: Request,
    account: BeyondFigures,
    campaign: Name,
    period: Name,
    annex: Annotated[Literal["annex-3", "annex-4"] | None, Query(description="Of one form alone.")] = None,
) -> Response:
    """What was signed and stands, and the last edition of each sheet; a filer gets its own."""

    async def answer(_: Share) -> Response:
        filing = await _filing(request, account, campaign)
        seen = seen_filers(account)
        standing = [
            each
            for each in filing.submissions.values()
            if each.stands
            and each.signed.period == period
            and annex in (None, each.signed.annex)
            and (seen is None or each.signed.filer in seen)
        ]
        named = dict(_of_submissions(standing))
        if seen is None:
            named |= dict(_of_sheets(filing, period, annex))
        if not named:
            raise Rejected("not_found", what=period)
        content = await _zipped(request, account.township, campaign, filing, named)
        return _attached(content, f"{campaign}-{period}.zip", _ZIP)

    return await admitted(request, (account.township, account.name), answer)


def _of_submissions(standing: Iterable[Submission]) -> Iterable[tuple[str, str]]:
    """Number to the name in the archive."""
    for each in standing:
        signed = each.signed
        yield signed.number, file_name(NAMES[signed.annex], signed.filer_name, signed.number)


def _of_sheets(filing: Filing, period: str, annex: str | None) -> Iterable[tuple[str, str]]:
    for of_annex, name in NAMES.items():
        sheet = filing.consolidated(period, of_annex)
        if sheet is not None and annex in (None, of_annex):
            yield sheet.number, file_name(name, "汇总", sheet.number)


async def _zipped(
    request: Request, township: str, campaign: str, filing: Filing, named: dict[str, str]
) -> bytes:
    """Documents are packed already, each of them. What was signed a moment ago is written now."""
    blobs, writer = storing(request), request.app.state.document_writer
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        for number, name in named.items():
            files: Sequence[StoredFile] = filing.files.get(number, ())
            if not files:
                files = (await writer.written(township, campaign, filing, number)).files
            for file in files:
                content = await read_file(blobs, file)
                archive.writestr(ZipInfo(f"{name}.{file.suffix}"), content)
    return packed.getvalue()


async def _files(
    request: Request, account: BeyondFigures, campaign: str, number: str
) -> tuple[StoredFile, ...]:
    """A filer hears the same of what is not there and of what is not its own."""
    filing = await _filing(request, account, campaign)
    seen_number(account, filing, number)
    return filing.files.get(number, ())


def seen_number(account: BeyondFigures, filing: Filing, number: str) -> None:
    """Of a submission or, for who sees everybody's, a sheet."""
    if seen_filers(account) is not None or number not in filing.consolidations:
        seen_submission(account, filing.submissions.get(number))


async def _filing(request: Request, account: BeyondFigures, campaign: str) -> Filing:
    desk: Desk = request.app.state.desk
    return await desk.filing(account.township, campaign)


def _attached(content: bytes, name: str, media_type: str) -> Response:
    headers = {
        "Content-Disposition": saved_as(name),
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=media_type, headers=headers)
