"""Both totals of a table and why they differ, over HTTP."""

from collections.abc import Iterable
from threading import Event
from typing import Annotated

import orjson
from asyncpg import Record
from fastapi import APIRouter, Query, Request, Response

from services.reporting.counting.context import Context
from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES
from services.reporting.counting.recount import background_of, marks_in
from services.reporting.lineage.place import DISTINCT, SUM
from services.reporting.reading.answering import answered, nothing_more
from services.reporting.reading.asked_form import Form
from services.reporting.reading.asking import AskedQuestion
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found
from services.reporting.subjects.as_recorded import rows_in
from services.reporting.totals.answers import TotalsAnswer
from services.reporting.totals.differing import ColumnTotals, distinct_in_town, totals_of
from services.reporting.totals.document import totals_document
from services.reporting.turns.giving_up import until
from shared.identity.dependencies import CurrentAccount

Counted = tuple[list[ColumnTotals], dict[str, int]]

router = APIRouter(tags=["reporting"])


@router.get(
    "/campaigns/{campaign}/{annex}/totals",
    response_model=TotalsAnswer,
    responses={304: {"description": "Nothing has changed."}, 429: {}},
    summary="简单合计 and 去重合计, and why they differ",
)
async def totals(
    request: Request,
    account: CurrentAccount,
    asked: AskedQuestion,
    limit: Annotated[int, Query(ge=0, le=1000)] = 100,
) -> Response:
    """For who sees all filers: each column's totals, over both tables too, and who counts more than once;
    for keys of dashboards, how many do."""
    asked.refuse_unless_shown({SUM, DISTINCT})
    listed = 0 if account.role == "dashboard" else limit

    async def rendered(found: Found, _: None, __: str) -> Response:
        recounting: Recounting = request.app.state.recounting
        of_columns, town = await recounting.of_town(asked, found.form, ("totals", asked.annex), _counted)
        answer = totals_document(found.form, of_columns, town, listed)
        return Response(orjson.dumps(answer), media_type="application/json")

    return await answered(request, asked, f"totals {listed}", nothing_more, rendered)


def _counted(records: Iterable[Record], form: Form, given_up: Event) -> Counted:
    """Raises `GivenUp` soon after that is set."""
    rows = rows_in(until(given_up, records), form.positions)
    background = background_of(rows)
    context = Context(Period.of(form.campaign, form.moment), POLICIES[form.policy], background)
    marks = list(until(given_up, marks_in(rows, context)))
    return totals_of(marks, form.annex, background.kind), distinct_in_town(marks)
