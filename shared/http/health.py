"""Health that tells the truth: alive is that this answers, ready is that every named check passes now."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from shared import metrics
from shared.http.problem_answers import problem_answer
from shared.json_types import JsonObject
from shared.logging import get_logger
from shared.problems import Rejected

ReadyCheck: TypeAlias = Callable[[], Awaitable[str | None]]
"""What is wrong, in a few words without secrets, or None. Raising or taking too long is wrong too."""
ReadyChecks: TypeAlias = Mapping[str, ReadyCheck]

PATIENCE_SECONDS = 2.0

_log = get_logger(__name__)
health = APIRouter(prefix="/health", tags=["health"])


@health.get("/live", summary="Whether the process answers; 存活")
async def live() -> dict[str, str]:
    """The process runs and its event loop turns."""
    return {"status": "live"}


@health.get("/ready", summary="Whether every check passes; 就绪", responses={503: {}})
async def ready(request: Request) -> Response:
    """Database, bus and read model can be used, and the read model is within the stated lag."""
    checks: ReadyChecks = request.app.state.ready_checks
    wrong = await asyncio.gather(*(_ask(name, check) for name, check in checks.items()))
    found: JsonObject = {name: why or "ok" for name, why in zip(checks, wrong, strict=True)}
    failing = [f"{name} {why}" for name, why in found.items() if why != "ok"]
    if failing:
        refusal = Rejected("not_ready", detail=", ".join(failing))
        return problem_answer(refusal, request.scope, {"checks": found})
    return JSONResponse({"status": "ready", "checks": found})


async def _ask(name: str, check: ReadyCheck) -> str | None:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            why = await check()
    except TimeoutError:
        why = "does not answer"
    except Exception as error:  # noqa: BLE001 # whatever it is, it is not ready
        _log.warning("ready_check_failed", check=name, error=repr(error))
        why = "fails"
    metrics.READY.labels(name).set(why is None)
    return why
