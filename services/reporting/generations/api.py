"""Generations of the read model over HTTP: by operators alone, for the whole deployment."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from services.reporting.generations.answers import (
    GenerationAnswer,
    GenerationsAnswer,
    Outcome,
    SwitchAnswer,
)
from services.reporting.generations.listed import Generation, listed, live_of
from services.reporting.generations.switching import Decision, Switching
from services.reporting.read_model import FIGURES
from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.identity.dependencies import require_role
from shared.instant import moment_at, write_instant
from shared.json_types import JsonObject

Operator = Annotated[Account, Depends(require_role("operator"))]
Reason = Annotated[str, Field(min_length=1, max_length=1000)]

router = APIRouter(prefix="/generations", tags=["generations"])
_ACT: dict[str, Any] = {"responses": {404: {}, 409: {}, 503: {}}}
_SWITCHES = """
select at, act, from_generation, to_generation, actor, reason, positions
from public.generation_switches order by number desc limit 20
"""


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
        found = await listed(connection)
        switches = await connection.fetch(_SWITCHES)
    live = live_of(found)
    return GenerationsAnswer(
        version=FIGURES.version,
        generations=[_answer(each, live) for each in found],
        switches=[
            SwitchAnswer(
                **dict(each) | {"at": _written(each["at"]), "positions": orjson.loads(each["positions"])}
            )
            for each in switches
        ],
    )


@router.post("/rollback", summary="Back to the generation before; 退回上一代", **_ACT)
async def rollback(request: Request, account: Operator, body: ReasonAsked) -> Outcome:
    """At once, to a generation that kept up; `generation_behind` otherwise."""
    return _outcome(await _switching(request).roll_back(Decision(account.name, body.reason)))


@router.post("/{name}/compare", summary="Compare with the live one; 比对", **_ACT)
async def compared(request: Request, _operator: Operator, name: Name) -> dict[str, Any]:
    """All rows, marks and cells, at the same positions."""
    return dict(await _switching(request).compare(name))


@router.post("/{name}/sign", summary="Take on a difference; 签认差异", **_ACT)
async def sign(request: Request, account: Operator, name: Name, body: SignatureAsked) -> dict[str, Any]:
    """That one alone, with the reason."""
    decision = Decision(account.name, body.reason)
    return dict(await _switching(request).sign(name, body.difference, decision))


@router.post("/{name}/cutover", summary="Let it answer; 切换", **_ACT)
async def cutover(request: Request, account: Operator, name: Name, body: ReasonAsked) -> Outcome:
    """After a comparison that found it equal, or just the difference that was signed."""
    return _outcome(await _switching(request).cut_over(name, Decision(account.name, body.reason)))


@router.post("/{name}/drop", summary="Drop a generation; 删除数据代", status_code=204, **_ACT)
async def drop(request: Request, _operator: Operator, name: Name) -> None:
    """Any but the one that answers."""
    await _switching(request).drop(name)


def _switching(request: Request) -> Switching:
    switching: Switching = request.app.state.switching
    return switching


def _answer(found: Generation, live: Generation) -> GenerationAnswer:
    return GenerationAnswer(
        name=found.name,
        live=found.live,
        built=found.built,
        version=found.version,
        own_version=found.version == FIGURES.version,
        positions=dict(found.positions),
        behind=found.behind(live.positions),
        approved=found.approved,
        compared=None if found.compared is None else dict(found.compared),
        signed=None if found.signed is None else dict(found.signed),
        kept_until=None if found.kept_until is None else _written(found.kept_until),
    )


def _outcome(told: JsonObject) -> Outcome:
    said: dict[str, Any] = dict(told)
    said["from_generation"], said["to_generation"] = said.pop("from"), said.pop("to")
    return Outcome(**said | {"at": _written(said["at"])})


def _written(moment: int) -> str:
    return write_instant(moment_at(moment))
