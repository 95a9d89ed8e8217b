"""Figures over time, over HTTP."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from services.reporting.forms.rendering import DESCRIBED_AS_CSV, DESCRIBED_AS_JSON, as_csv, as_json
from services.reporting.reading.answering import answered, nothing_more
from services.reporting.reading.asking import AskedQuestion
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found
from services.reporting.series.answers import SeriesAnswer
from services.reporting.series.asking import AskedSeries, Series
from services.reporting.series.counted import series_of_town
from services.reporting.series.table import series_table
from shared.json_types import JsonObject

router = APIRouter(tags=["reporting"])


@router.get(
    "/campaigns/{campaign}/{annex}/series",
    response_model=SeriesAnswer,
    responses=DESCRIBED_AS_JSON,
    summary="Figures over time; 逐日或逐期累计数据",
)
async def series(request: Request, asked: AskedQuestion, wanted: AskedSeries) -> Response:
    """Cumulative: each point as its own form has it at the same positions, the last as the report itself."""
    return await _answered(request, asked, wanted, "series", as_json)


@router.get(
    "/campaigns/{campaign}/{annex}/series.csv",
    response_class=Response,
    responses=DESCRIBED_AS_CSV,
    summary="Figures over time as CSV; 逐日或逐期累计数据（CSV）",
)
async def series_as_csv(request: Request, asked: AskedQuestion, wanted: AskedSeries) -> Response:
    """A line for each point and filer."""

    def rendered(document: JsonObject) -> Response:
        return as_csv(series_table(document), f"{asked.annex}-series")

    return await _answered(request, asked, wanted, "series.csv", rendered)


async def _answered(
    request: Request,
    asked: Question,
    wanted: Series,
    form_of_answer: str,
    render: Callable[[JsonObject], Response],
) -> Response:
    recounting: Recounting = request.app.state.recounting

    async def rendered(found: Found, _: None, __: str) -> Response:
        return render(await series_of_town(recounting, asked, found, wanted))

    return await answered(request, asked, f"{form_of_answer} {wanted.shape}", nothing_more, rendered)
