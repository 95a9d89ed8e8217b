"""Reading a question about figures out of an address. Every endpoint that takes a report takes it so."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute

from services.reporting.counting.columns import FILER_KINDS
from services.reporting.reading.question import Question, question
from shared.http.parameters import Name
from shared.identity.dependencies import CurrentAccount

OCCURRED_UNTIL = "Count what occurred before this moment, with offset. Default: the window's end."
RECORDED_UNTIL = (
    "As recorded before this moment, with offset; `not_final` while more may be recorded before it. "
    "Not together with `positions`, which it is resolved to."
)
POSITIONS = "As recorded at these positions, `registry:120,hazards:940`. Default: all so far."
POSITIONS_FORM = "^(registry:[0-9]{1,15}|hazards:[0-9]{1,15}|registry:[0-9]{1,15},hazards:[0-9]{1,15})$"
POLICY = "A version of the counting policy (口径). Default: the campaign's own."


async def asked_question(
    request: Request,
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
) -> Question:
    given = {
        "occurred_until": occurred_until,
        "recorded_until": recorded_until,
        "positions": positions,
        "policy": policy,
    }
    return question(account, campaign, annex, _undeclared(request) | given)


def _undeclared(request: Request) -> dict[str, str]:
    """What the address asks beside what its endpoint knows."""
    route: APIRoute = request.scope["route"]
    declared = {field.alias for field in get_flat_params(route.dependant)}
    return {name: value for name, value in request.query_params.items() if name not in declared}


AskedQuestion = Annotated[Question, Depends(asked_question)]
