"""待定: facts that wait for something nobody has introduced, by what they wait for."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Query, Request, Response

from shared.events.event_names import event_in_chinese
from shared.facts.fact import Reference
from shared.http.parameters import Name, Number
from shared.intake.commit.queue import Intake
from shared.intake.judging.waiting_causes import BEHIND, missing_of, waiting_causes
from shared.intake.judging.waiting_chosen import MOST_AT_ONCE, WaitingFilter, chosen
from shared.intake.judging.waiting_line import Waiting
from shared.operations.acts import acts_of
from shared.operations.pages.drawn import PREFIX, Operator, console_page, part
from shared.operations.pages.waiting_words import reference_in_words
from shared.operations.reasons import read_reason
from shared.pages.sent import Sent
from shared.problems import Rejected

router = APIRouter(prefix=PREFIX, include_in_schema=False)
PAGE, CAUSES = 50, 100


@router.get("/waiting")
async def waiting(
    request: Request,
    account: Operator,
    kind: Annotated[Name, Query()] = "",
    id_: Annotated[str, Query(alias="id", max_length=700)] = "",
    publisher: Annotated[Name, Query()] = "",
    after: Annotated[Number, Query()] = 0,
) -> Response:
    """`kind` and `id` are of what is waited for."""
    by = WaitingFilter(Reference(kind, id_) if kind else None, publisher or None)
    of_town = waiting_of(request, account.township)
    found = [each for each in chosen(of_town, by) if each.number > after]
    shown = {
        "causes": waiting_causes(of_town)[:CAUSES],
        "many": len(of_town),
        "found": found[:PAGE],
        "more": len(found) > PAGE,
        "by": by,
        "most": MOST_AT_ONCE,
    }
    return console_page(request, account, "waiting", "waiting.html", **shown, **words())


@router.post("/waiting/{number}/content")
async def content(request: Request, account: Operator, number: Number, sent: Sent) -> Response:
    found = chosen(waiting_of(request, account.township), WaitingFilter(number=number))
    if not found:
        raise Rejected("not_found", what=str(number))
    reason = read_reason(sent.get("reason", ""))
    async with acts_of(request).on_record(account, "waiting_looked_at", str(number), reason):
        data = orjson.dumps(found[0].fact.as_sent.payload(), option=orjson.OPT_INDENT_2).decode()
    return part(request, "content.html", content=data, again=None)


def waiting_of(request: Request, township: str) -> list[Waiting]:
    """In this process: it tries them again, and so it can end it."""
    intake: Intake = request.app.state.intake
    return intake.retries.waiting_of(township)


def words() -> dict[str, object]:
    return {
        "in_chinese": event_in_chinese, "missing_of": missing_of, "reference_in_words": reference_in_words,
        "behind": BEHIND,
    }  # fmt: skip
