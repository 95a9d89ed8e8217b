"""What becomes of the hazards found, over HTTP."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from services.reporting.forms.documents.csv_text import CsvTable
from services.reporting.forms.rendering import DESCRIBED_AS_CSV, DESCRIBED_AS_JSON, as_csv, as_json
from services.reporting.reading.answering import answered, nothing_more
from services.reporting.reading.asking import AskedQuestion
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found
from services.reporting.rectification.answers import AgeingAnswer, OverdueAnswer, TimeToCloseAnswer
from services.reporting.rectification.counted import hazards_of_town
from services.reporting.rectification.days import day_of
from services.reporting.rectification.document import (
    Told,
    ageing_document,
    closing_times_document,
    overdue_document,
)
from services.reporting.rectification.tables import ageing_table, closing_times_table, overdue_table
from shared.clock import Clock
from shared.instant import microseconds
from shared.json_types import JsonObject

ToTable = Callable[[JsonObject], CsvTable]
_TABLE = "/campaigns/{campaign}/{annex}"

router = APIRouter(tags=["reporting"])


@router.get(
    f"{_TABLE}/ageing",
    response_model=AgeingAnswer,
    responses=DESCRIBED_AS_JSON,
    summary="Open hazards by age; 未整改隐患存续时间",
)
async def ageing(request: Request, asked: AskedQuestion) -> Response:
    """At the cut-off, by filer and altogether, of those the major ones."""
    return await _answered(request, asked, "ageing", ageing_document)


@router.get(
    f"{_TABLE}/ageing.csv",
    response_class=Response,
    responses=DESCRIBED_AS_CSV,
    summary="Open hazards by age, as CSV; 未整改隐患存续时间（CSV）",
)
async def ageing_as_csv(request: Request, asked: AskedQuestion) -> Response:
    """A line for each filer."""
    return await _answered(request, asked, "ageing", ageing_document, ageing_table)


@router.get(
    f"{_TABLE}/overdue",
    response_model=OverdueAnswer,
    responses=DESCRIBED_AS_JSON,
    summary="Open hazards past their deadline; 超期未整改隐患",
)
async def overdue(request: Request, asked: AskedQuestion) -> Response:
    """By the deadline of the plan last told before the cut-off, which is due until the end of its day."""
    return await _answered(request, asked, "overdue", overdue_document)


@router.get(
    f"{_TABLE}/overdue.csv",
    response_class=Response,
    responses=DESCRIBED_AS_CSV,
    summary="Open hazards past their deadline, as CSV; 超期未整改隐患（CSV）",
)
async def overdue_as_csv(request: Request, asked: AskedQuestion) -> Response:
    """A line for each filer."""
    return await _answered(request, asked, "overdue", overdue_document, overdue_table)


@router.get(
    f"{_TABLE}/time-to-close",
    response_model=TimeToCloseAnswer,
    responses=DESCRIBED_AS_JSON,
    summary="Days from discovery to closure; 整改用时",
)
async def time_to_close(request: Request, asked: AskedQuestion) -> Response:
    """Of the hazards counted as closed: until the first closure after the last failed look-back."""
    return await _answered(request, asked, "time-to-close", closing_times_document)


@router.get(
    f"{_TABLE}/time-to-close.csv",
    response_class=Response,
    responses=DESCRIBED_AS_CSV,
    summary="Days from discovery to closure, as CSV; 整改用时（CSV）",
)
async def time_to_close_as_csv(request: Request, asked: AskedQuestion) -> Response:
    """A line for each filer."""
    return await _answered(request, asked, "time-to-close", closing_times_document, closing_times_table)


async def _answered(
    request: Request,
    asked: Question,
    about: str,
    document: Callable[[Told], JsonObject],
    to_table: ToTable | None = None,
) -> Response:
    """The day of the clock is part of the tag: with it ages may change where nothing else does."""
    recounting: Recounting = request.app.state.recounting
    clock: Clock = request.app.state.clock
    now = microseconds(clock.now())

    async def rendered(found: Found, _: None, __: str) -> Response:
        answer = document(await hazards_of_town(recounting, asked, found, now))
        return as_json(answer) if to_table is None else as_csv(to_table(answer), f"{asked.annex}-{about}")

    shape = f"{about} {'json' if to_table is None else 'csv'} {day_of(now)}"
    return await answered(request, asked, shape, nothing_more, rendered)
