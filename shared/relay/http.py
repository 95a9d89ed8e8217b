"""The operator's view of log and stream, and the repair between them, under `/<service>/audit`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from shared.facts.account import Account
from shared.identity.dependencies import require_role
from shared.json_types import JsonObject
from shared.relay.relay import Relay
from shared.relay.repair import examine, repair
from shared.relay.views import Comparison

Operator = Annotated[Account, Depends(require_role("operator"))]

audit_router = APIRouter(prefix="/audit", tags=["audit"])
"""Expects the service's `Relay` as `app.state.relay`."""


@audit_router.get("/state")
async def state(request: Request, _operator: Operator) -> JsonObject:
    """Log and stream, compared now."""
    relay: Relay = request.app.state.relay
    comparison = await examine(relay)
    return _document(comparison) | {"allowed": relay.gate.allowed, "reason": relay.gate.reason}


@audit_router.post("/heal")
async def heal(request: Request, _operator: Operator) -> JsonObject:
    """Refill the log from its stream where the log lost its end; say what only the provisioner can do."""
    relay: Relay = request.app.state.relay
    done = await repair(relay)
    healed = None if done.healed is None else {"first": done.healed.first, "last": done.healed.last}
    return {
        "before": _document(done.before),
        "after": _document(done.after),
        "healed": healed,
        "needs": "recreate" if done.needs_new_stream else None,
    }


def _document(comparison: Comparison) -> JsonObject:
    head, stream = comparison.head, comparison.stream
    return {
        "log": head.log,
        "logid": head.log_id,
        "position": head.position,
        "hash": head.hash,
        "verdict": comparison.verdict.value,
        "stream": None
        if stream is None
        else {
            "last": stream.last,
            "first": stream.first,
            "messages": stream.messages,
            "logid": stream.log_id,
        },
    }
