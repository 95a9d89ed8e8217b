"""How many of the supervised units were inspected, over HTTP."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from services.reporting.coverage.answers import CoverageAnswer
from services.reporting.coverage.counted import coverage_of_town
from services.reporting.coverage.document import coverage_document, coverage_table
from services.reporting.forms.rendering import DESCRIBED_AS_CSV, DESCRIBED_AS_JSON, as_csv, as_json
from services.reporting.reading.answering import answered, nothing_more
from services.reporting.reading.asking import AskedQuestion
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found
from shared.json_types import JsonObject

router = APIRouter(tags=["reporting"])


@router.get(
    "/campaigns/{campaign}/{annex}/coverage",
    response_model=CoverageAnswer,
    responses=DESCRIBED_AS_JSON,
    summary="Inspected of supervised units; 检查覆盖率",
)
async def coverage(request: Request, asked: AskedQuestion) -> Response:
    """By anybody, in annex-3 by the department itself too; units of others that it inspected do not count."""
    return await _answered(request, asked, "coverage", as_json)


@router.get(
    "/campaigns/{campaign}/{annex}/coverage.csv",
    response_class=Response,
    responses=DESCRIBED_AS_CSV,
    summary="Inspected of supervised units, as CSV; 检查覆盖率（CSV）",
)
async def coverage_as_csv(request: Request, asked: AskedQuestion) -> Response:
    """A line for each filer."""

    def rendered(document: JsonObject) -> Response:
        return as_csv(coverage_table(document), f"{asked.annex}-coverage")

    return await _answered(request, asked, "coverage.csv", rendered)


async def _answered(
    request: Request, asked: Question, form_of_answer: str, render: Callable[[JsonObject], Response]
) -> Response:
    recounting: Recounting = request.app.state.recounting

    async def rendered(found: Found, _: None, __: str) -> Response:
        coverage = await coverage_of_town(recounting, asked, found.form)
        return render(coverage_document(found.form, found.organisations, asked.shown, coverage))

    return await answered(request, asked, form_of_answer, nothing_more, rendered)
