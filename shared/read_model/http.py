"""Where a service's read model stands still, and why: for operators and auditors. There is no way past."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from shared.facts.account import Account
from shared.identity.dependencies import require_role
from shared.read_model.checkpointed import Checkpointed
from shared.read_model.stopped import Stopped

Looking = Annotated[Account, Depends(require_role("operator", "auditor"))]

stopped_router = APIRouter(tags=["audit"])
"""Expects the service's `Checkpointed` as `app.state.read_model`."""


class StoppedAnswer(BaseModel):
    """An event that this release can't apply."""

    log: str
    position: int = Field(description="Of the event; the read model stands at the one before.")
    type: str
    version: int
    why: str
    since: str = Field(description="When it was recorded: what was recorded from then on is not applied.")


class ReadModelAnswer(BaseModel):
    """Nothing skips an event: a release that can apply it goes on by itself."""

    model: str
    version: int
    positions: dict[str, int] = Field(description="By log, how far it is.")
    stopped: list[StoppedAnswer]


@stopped_router.get("/stopped", summary="Events that can't be applied; 未能计入的事件")
async def stopped(request: Request, _: Looking) -> ReadModelAnswer:
    """None as long as all is well."""
    model: Checkpointed = request.app.state.read_model
    folded = await model.folded()
    positions = {log: applied.position for log, applied in folded.checkpoints.items()}
    told = [_answer(each) for each in folded.stopped.values()]
    return ReadModelAnswer(model=model.model.name, version=folded.version, positions=positions, stopped=told)


def _answer(stopped: Stopped) -> StoppedAnswer:
    return StoppedAnswer(
        log=stopped.log,
        position=stopped.position,
        type=stopped.type,
        version=stopped.version,
        why=stopped.why,
        since=stopped.since_written,
    )
