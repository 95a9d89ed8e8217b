"""The operator's view of log and stream, and the repair between them, under `/<service>/audit`."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from shared.facts.account import Account
from shared.identity.dependencies import require_role
from shared.operations.acts import acts_of
from shared.relay.relay import Relay
from shared.relay.repair import examine, repair, told
from shared.relay.views import Comparison
from shared.relay.write_fence import WriteFence

Operator = Annotated[Account, Depends(require_role("operator"))]

audit_router = APIRouter(prefix="/audit", tags=["audit"])
"""Expects the service's `Relay` as `app.state.relay`."""


class StreamState(BaseModel):
    last: int
    first: int
    messages: int
    logid: str | None


class AuditState(BaseModel):
    """Log and stream, compared now; `stream` is null when there is none."""

    log: str
    logid: str
    position: int
    hash: str
    verdict: Literal["equal", "behind", "damaged", "ahead", "different"]
    stream: StreamState | None
    allowed: bool
    reason: str


class Positions(BaseModel):
    first: int
    last: int


class AuditRepair(BaseModel):
    """`needs` is `recreate` when the rest takes the provisioner: then the relay refills the stream."""

    before: AuditState
    after: AuditState
    healed: Positions | None
    needs: Literal["recreate"] | None


@audit_router.get("/state", summary="Log and stream, compared; 日志与消息流的核对")
async def state(request: Request, _operator: Operator) -> AuditState:
    """Log and stream, compared now."""
    relay: Relay = request.app.state.relay
    return _state(await examine(relay), relay.fence)


@audit_router.post("/heal", summary="Repair between log and stream; 日志与消息流的修复")
async def heal(request: Request, operator: Operator) -> AuditRepair:
    """Refill the log from its stream where the log lost its end; say what only the provisioner can do."""
    relay: Relay = request.app.state.relay
    async with acts_of(request).on_record(operator, "log_healed", of_all_towns=True) as record:
        done = await repair(relay)
        record.outcome |= told(done)
    healed = None if done.healed is None else Positions(first=done.healed.first, last=done.healed.last)
    return AuditRepair(
        before=_state(done.before, relay.fence),
        after=_state(done.after, relay.fence),
        healed=healed,
        needs="recreate" if done.needs_new_stream else None,
    )


def _state(comparison: Comparison, fence: WriteFence) -> AuditState:
    """`allowed` and `reason` are the fence's, which the latest comparison decided."""
    head, stream = comparison.head, comparison.stream
    return AuditState(
        log=head.log,
        logid=head.log_id,
        position=head.position,
        hash=head.hash,
        verdict=comparison.verdict.value,
        stream=None
        if stream is None
        else StreamState(last=stream.last, first=stream.first, messages=stream.messages, logid=stream.log_id),
        allowed=fence.allowed,
        reason=fence.reason,
    )
