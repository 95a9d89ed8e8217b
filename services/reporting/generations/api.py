"""Generations of the read model over HTTP: by operators alone, for the whole deployment."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from services.reporting.generations.answers import GenerationsAnswer, Outcome
from services.reporting.generations.deeds import deeds_of
from services.reporting.generations.known import known_generations, written
from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.identity.dependencies import require_role
from shared.json_types import JsonObject

Operator = Annotated[Account, Depends(require_role("operator"))]
Reason = Annotated[str, Field(min_length=1, max_length=1000)]

router = APIRouter(prefix="/generations", tags=["generations"])
_ACT: dict[str, Any] = {"responses": {404: {}, 409: {}, 503: {}}}


class ReasonAsked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Reason


class SignatureAsked(ReasonAsked):
    difference: Name
    """Its digest, as the comparison says: nobody signs what was found after they looked."""


@router.get("", summary="Generations of the figures; 数据代")
async def generations(request: Request, _operator: Operator) -> GenerationsAnswer:
    """Which one answers, how far each is, what a comparison found, and who switched."""
    pool: Pool = request.app.state.pool
    async with pool.acquire() as connection:
        return await known_generations(connection)


@router.post("/rollback", summary="Back to the generation before; 退回上一代", **_ACT)
async def rollback(request: Request, account: Operator, body: ReasonAsked) -> Outcome:
    """At once, to a generation that kept up; `generation_behind` otherwise."""
    return _outcome(await deeds_of(request).roll_back(account, body.reason))


@router.post("/{name}/compare", summary="Compare with the live one; 比对", **_ACT)
async def compared(request: Request, operator: Operator, name: Name) -> dict[str, Any]:
    """All rows, marks and cells, at the same positions."""
    return dict(await deeds_of(request).compare(operator, name))


@router.post("/{name}/sign", summary="Take on a difference; 签认差异", **_ACT)
async def sign(request: Request, account: Operator, name: Name, body: SignatureAsked) -> dict[str, Any]:
    """That one alone, with the reason."""
    return dict(await deeds_of(request).sign(account, name, body.difference, body.reason))


@router.post("/{name}/cutover", summary="Let it answer; 切换", **_ACT)
async def cutover(request: Request, account: Operator, name: Name, body: ReasonAsked) -> Outcome:
    """After a comparison that found it equal, or just the difference that was signed."""
    return _outcome(await deeds_of(request).cut_over(account, name, body.reason))


@router.post("/{name}/drop", summary="Drop a generation; 删除数据代", status_code=204, **_ACT)
async def drop(request: Request, operator: Operator, name: Name) -> None:
    """Any but the one that answers."""
    await deeds_of(request).drop(operator, name)


def _outcome(told: JsonObject) -> Outcome:
    said: dict[str, Any] = dict(told)
    said["from_generation"], said["to_generation"] = said.pop("from"), said.pop("to")
    return Outcome(**said | {"at": written(said["at"])})
