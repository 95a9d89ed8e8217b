"""Retrying and skipping dead letters, one or a filtered many: counted first, with a reason, on record."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.http.parameters import Name, Number
from shared.intake.store.dead_letters_decided import decide
from shared.intake.store.dead_letters_selected import (
    MOST_AT_ONCE,
    LetterFilter,
    choose,
    chosen_again,
    skip_all,
)
from shared.intake.ways_in.dead_letter_retry import Retry
from shared.intake.ways_in.letters_at_once import foresee, retry_all
from shared.operations.acts import acts_of
from shared.operations.pages.drawn import PREFIX, Operator, console_page, to_act
from shared.operations.pages.said import problem_in_words
from shared.operations.pages.sent_numbers import number_sent
from shared.operations.reasons import read_reason
from shared.pages.sent import Sent

router = APIRouter(prefix=PREFIX, include_in_schema=False)

Deed = Literal["retry", "skip"]
_ACTS = {"retry": "letters_retried", "skip": "letters_skipped"}


@router.post("/letters/{number}/{deed}")
async def one(request: Request, account: Operator, number: Number, deed: Deed, sent: Sent) -> Response:
    reason = read_reason(sent.get("reason", ""))
    async with acts_of(request).on_record(account, _ACTS[deed], str(number), reason) as record:
        if deed == "skip":
            await decide(_pool(request), account.township, number, "skipped", reason)
            record.outcome["skipped"] = 1
        else:
            receipt = await _retry(request).of(account.township, number)
            record.outcome[receipt.code or receipt.outcome] = 1
    return to_act(request, record.number)


@router.get("/letters-at-once")
async def before_many(
    request: Request,
    account: Operator,
    deed: Annotated[Deed, Query()],
    code: Annotated[Name, Query()] = "",
    publisher: Annotated[Name, Query()] = "",
) -> Response:
    """The dry run: which, how many, and what a retry would meet."""
    by = LetterFilter(code or None, publisher or None)
    found = await choose(_pool(request), account.township, by)
    foreseen = None
    if deed == "retry":
        foreseen = await foresee(_retry(request), account.township, found.numbers)
    shown = {"by": by, "deed": deed, "found": found, "foreseen": foreseen, "most": MOST_AT_ONCE}
    return console_page(request, account, "letters", "letters_many.html", said=problem_in_words, **shown)


@router.post("/letters-at-once")
async def many(request: Request, account: Operator, sent: Sent) -> Response:
    """Those that were counted, up to the last of them."""
    reason = read_reason(sent.get("reason", ""))
    by = LetterFilter(sent.get("code") or None, sent.get("publisher") or None)
    deed: Deed = "skip" if sent.get("deed") == "skip" else "retry"
    last, expected = number_sent(sent, "last"), number_sent(sent, "expected")
    async with acts_of(request).on_record(account, _ACTS[deed], str(by), reason) as record:
        numbers = await chosen_again(_pool(request), account.township, by, last=last, expected=expected)
        record.outcome |= await _done(request, account, deed, numbers, reason)
    return to_act(request, record.number)


async def _done(
    request: Request, account: Account, deed: Deed, numbers: list[int], reason: str
) -> dict[str, int]:
    if deed == "skip":
        return {"skipped": await skip_all(_pool(request), account.township, numbers, reason)}
    return dict(await retry_all(_retry(request), account.township, numbers))


def _pool(request: Request) -> Pool:
    pool: Pool = request.app.state.pool
    return pool


def _retry(request: Request) -> Retry:
    retry: Retry = request.app.state.retry
    return retry
