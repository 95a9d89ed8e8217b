"""Trying waiting facts again, or ending their wait, one or a filtered many: counted first, on record."""

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from shared.facts.account import Account
from shared.facts.fact import Reference
from shared.http.parameters import Name, Number
from shared.intake.commit.queue import Intake
from shared.intake.judging.waiting_chosen import MOST_AT_ONCE, WaitingFilter, chosen
from shared.intake.judging.waiting_line import Waiting
from shared.operations.acts import acts_of
from shared.operations.pages.drawn import PREFIX, Operator, console_page, to_act
from shared.operations.pages.sent_numbers import number_sent
from shared.operations.pages.waiting_page import waiting_of, words
from shared.operations.reasons import read_reason
from shared.pages.sent import Sent
from shared.problems import Rejected

router = APIRouter(prefix=PREFIX, include_in_schema=False)

Deed = Literal["retry", "end"]
_ACTS = {"retry": "waiting_retried", "end": "waiting_ended"}


@router.get("/waiting-at-once")
async def before_many(
    request: Request,
    account: Operator,
    deed: Annotated[Deed, Query()],
    kind: Annotated[Name, Query()] = "",
    id_: Annotated[str, Query(alias="id", max_length=700)] = "",
    publisher: Annotated[Name, Query()] = "",
    number: Annotated[Number | None, Query()] = None,
) -> Response:
    """The dry run: which, and how many."""
    by = WaitingFilter(Reference(kind, id_) if kind else None, publisher or None, number)
    found = chosen(waiting_of(request, account.township), by)
    shown = {"by": by, "deed": deed, "found": found[:MOST_AT_ONCE], "many": len(found), "most": MOST_AT_ONCE}
    return console_page(request, account, "waiting", "waiting_many.html", **shown, **words())


@router.post("/waiting-at-once")
async def many(request: Request, account: Operator, sent: Sent) -> Response:
    reason = read_reason(sent.get("reason", ""))
    deed: Deed = "end" if sent.get("deed") == "end" else "retry"
    by = _filter(sent)
    async with acts_of(request).on_record(account, _ACTS[deed], str(by), reason) as record:
        found = _chosen_again(request, account, by, sent)
        record.outcome |= await _done(request, deed, found, reason)
    return to_act(request, record.number)


def _filter(sent: Mapping[str, str]) -> WaitingFilter:
    kind = sent.get("kind", "")
    # A form's line breaks are written as the web has them.
    reference = Reference(kind, sent.get("id", "").replace("\r\n", "\n")) if kind else None
    number = number_sent(sent, "number") if sent.get("number") else None
    return WaitingFilter(reference, sent.get("publisher") or None, number)


def _chosen_again(
    request: Request, account: Account, by: WaitingFilter, sent: Mapping[str, str]
) -> list[Waiting]:
    """Those that were counted. Raises `selection_changed` where some of them wait no longer."""
    last, expected = number_sent(sent, "last"), number_sent(sent, "expected")
    found = [each for each in chosen(waiting_of(request, account.township), by) if each.number <= last]
    if len(found[:MOST_AT_ONCE]) != expected:
        raise Rejected("selection_changed", expected=str(expected), found=str(len(found)))
    return found[:MOST_AT_ONCE]


async def _done(request: Request, deed: Deed, found: list[Waiting], reason: str) -> dict[str, int]:
    intake: Intake = request.app.state.intake
    if deed == "retry":
        intake.try_again(found)
        return {"tried": len(found)}
    ended = await intake.dismiss([each.fact.key for each in found], Rejected("waiting_ended", reason=reason))
    gone = len(found) - ended
    return {"ended": ended, "not_here": gone} if gone else {"ended": ended}
