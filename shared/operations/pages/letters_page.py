"""死信: what could not be handled, by cause; one of them; its content for a reason that is put on record."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from shared.event_log.connection import Pool
from shared.http.parameters import Name, Number
from shared.intake.store.dead_letters_decided import full_accounts, list_letters, show_letter
from shared.intake.store.dead_letters_selected import MOST_AT_ONCE, LetterFilter, letters_by_cause
from shared.operations.acts import acts_of
from shared.operations.pages.drawn import PREFIX, Operator, console_page, part
from shared.operations.pages.said import problem_in_words
from shared.operations.reasons import read_reason
from shared.pages.sent import Sent

router = APIRouter(prefix=PREFIX, include_in_schema=False)
PAGE = 50

State = Literal["open", "retried", "skipped"]


@router.get("/letters")
async def letters(
    request: Request,
    account: Operator,
    state: Annotated[State, Query()] = "open",
    code: Annotated[Name, Query()] = "",
    publisher: Annotated[Name, Query()] = "",
    after: Annotated[Number, Query()] = 0,
) -> Response:
    pool: Pool = request.app.state.pool
    by = LetterFilter(code or None, publisher or None)
    found = await list_letters(pool, account.township, state, after, PAGE + 1, by.code, by.publisher)
    shown = {
        "letters": found[:PAGE],
        "more": len(found) > PAGE,
        "state": state,
        "by": by,
        "causes": await letters_by_cause(pool, account.township),
        "full": await full_accounts(pool, account.township),
        "most": MOST_AT_ONCE,
    }
    return console_page(request, account, "letters", "letters.html", said=problem_in_words, **shown)


@router.get("/letters/{number}")
async def letter(request: Request, account: Operator, number: Number) -> Response:
    """With what a retry would meet; without its content."""
    pool: Pool = request.app.state.pool
    found = await show_letter(pool, account.township, number)
    foreseen = None
    if found["state"] == "open":
        foreseen = await request.app.state.retry.foreseen(account.township, number)
    shown = {"letter": found, "foreseen": foreseen}
    return console_page(request, account, "letters", "letter.html", said=problem_in_words, **shown)


@router.post("/letters/{number}/content")
async def content(request: Request, account: Operator, number: Number, sent: Sent) -> Response:
    pool: Pool = request.app.state.pool
    reason = read_reason(sent.get("reason", ""))
    async with acts_of(request).on_record(account, "letter_looked_at", str(number), reason):
        found = await show_letter(pool, account.township, number)
    return part(request, "content.html", content=found["beginning"], again=None)
