"""`/metrics` for Prometheus. It names types, codes and routes, so it takes an operator's account or key."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.facts.account import Account
from shared.identity.dependencies import require_role
from shared.metrics import REGISTRY

exposition = APIRouter(tags=["operations"])


@exposition.get("/metrics", summary="Metrics; 指标", response_class=PlainTextResponse)
async def metrics(_operator: Annotated[Account, Depends(require_role("operator"))]) -> Response:
    """Counters and gauges of this process in Prometheus text format."""
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)
