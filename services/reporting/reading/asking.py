"""Reading a question about figures out of an address. Every endpoint that takes a report takes it so."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request, params
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute

from services.reporting.counting.columns import FILER_KINDS
from services.reporting.reading.question import (
    Question,
    question,
    question_of_submission,
    refuse_beside_submission,
    refuse_other_annex,
)
from services.reporting.reading.signed_reports import signed_report
from shared.http.parameters import Name
from shared.identity.dependencies import CurrentAccount
from shared.problems import Rejected

OCCURRED_UNTIL = "Count what occurred before this moment, with offset. Default: the window's end."
RECORDED_UNTIL = (
    "As recorded before this moment, with offset; `not_final` while more may be recorded before it. "
    "Not together with `positions`, which it is resolved to."
)
POSITIONS = "As recorded at these positions, `registry:120,hazards:940`. Default: all so far."
POSITIONS_FORM = "^(registry:[0-9]{1,15}|hazards:[0-9]{1,15}|registry:[0-9]{1,15},hazards:[0-9]{1,15})$"
POLICY = "A version of the counting policy (口径). Default: the campaign's own."
SUBMISSION = (
    "The number of a submission: its form, cut-off, positions and policy, of its filer's row alone. "
    "Not together with any of those."
)


async def as_declared(request: Request) -> None:
    """A dependency: `invalid_request` for what the endpoint does not know, and for what is said twice."""
    route: APIRoute = request.scope["route"]
    known = [
        field.alias
        for field in get_flat_params(route.dependant)
        if isinstance(field.field_info, params.Query)
    ]
    said: set[str] = set()
    for name, _ in request.query_params.multi_items():
        if name not in known:
            detail = f"不支持此参数 not supported; known: {', '.join(known)}"
            raise Rejected("invalid_request", field=name, detail=detail)
        if name in said:
            detail = "出现了两次，请去掉一个 said twice: leave one out"
            raise Rejected("invalid_request", field=name, detail=detail)
        said.add(name)


async def asked_question(
    request: Request,
    _: Annotated[None, Depends(as_declared)],
    account: CurrentAccount,
    campaign: Name,
    annex: Annotated[str, Path(json_schema_extra={"enum": list(FILER_KINDS)})],
    occurred_until: Annotated[
        Name | None, Query(description=OCCURRED_UNTIL, json_schema_extra={"format": "date-time"})
    ] = None,
    recorded_until: Annotated[
        Name | None, Query(description=RECORDED_UNTIL, json_schema_extra={"format": "date-time"})
    ] = None,
    positions: Annotated[
        Name | None, Query(description=POSITIONS, json_schema_extra={"pattern": POSITIONS_FORM})
    ] = None,
    policy: Annotated[Name | None, Query(description=POLICY)] = None,
    submission: Annotated[Name | None, Query(description=SUBMISSION)] = None,
) -> Question:
    given = {
        "occurred_until": occurred_until,
        "recorded_until": recorded_until,
        "positions": positions,
        "policy": policy,
    }
    if submission is None:
        return question(account, campaign, annex, given)
    refuse_beside_submission(given)
    signed = await signed_report(request, account, campaign, submission)
    refuse_other_annex(signed, annex)
    return question_of_submission(account, campaign, signed)


AsDeclared = Depends(as_declared)
AskedQuestion = Annotated[Question, Depends(asked_question)]
