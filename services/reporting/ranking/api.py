"""Filers in order of a figure or a rate, over HTTP."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.reporting.forms.rendering import DESCRIBED_AS_CSV, DESCRIBED_AS_JSON, as_csv, as_json
from services.reporting.ranking.answers import RankingAnswer
from services.reporting.ranking.counted import ranking_of_town
from services.reporting.ranking.document import ranking_table
from services.reporting.ranking.measures import MEASURES, RATES, refuse_unless_measured
from services.reporting.reading.answering import answered, nothing_more
from services.reporting.reading.asking import AskedQuestion
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found
from shared.http.parameters import Name
from shared.json_types import JsonObject

By = Annotated[
    Name,
    Query(
        json_schema_extra={"enum": list(MEASURES)},
        description=f"A column of the table, or a rate: {', '.join(RATES)}.",
    ),
]

router = APIRouter(tags=["reporting"])


@router.get(
    "/campaigns/{campaign}/{annex}/ranking",
    response_model=RankingAnswer,
    responses=DESCRIBED_AS_JSON,
    summary="Filers in order of a figure or a rate; 排名",
)
async def ranking(request: Request, asked: AskedQuestion, by: By) -> Response:
    """Among those whom the account may see; whether large is good is not for this to say."""
    return await _answered(request, asked, by, "ranking", as_json)


@router.get(
    "/campaigns/{campaign}/{annex}/ranking.csv",
    response_class=Response,
    responses=DESCRIBED_AS_CSV,
    summary="Filers in order of a figure or a rate, as CSV; 排名（CSV）",
)
async def ranking_as_csv(request: Request, asked: AskedQuestion, by: By) -> Response:
    """A line for each filer."""

    def rendered(document: JsonObject) -> Response:
        return as_csv(ranking_table(document), f"{asked.annex}-ranking-{by}")

    return await _answered(request, asked, by, "ranking.csv", rendered)


async def _answered(
    request: Request,
    asked: Question,
    by: str,
    form_of_answer: str,
    render: Callable[[JsonObject], Response],
) -> Response:
    refuse_unless_measured(asked.annex, by)
    recounting: Recounting = request.app.state.recounting

    async def rendered(found: Found, _: None, __: str) -> Response:
        return render(await ranking_of_town(recounting, asked, found, by))

    return await answered(request, asked, f"{form_of_answer} {by}", nothing_more, rendered)
