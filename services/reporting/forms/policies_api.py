"""The versions of the counting policy (口径), over HTTP."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from services.reporting.counting.policy import POLICIES, READINGS
from services.reporting.forms.answers import PoliciesAnswer
from shared.identity.dependencies import CurrentAccount

router = APIRouter(tags=["reporting"])


@router.get("/policies", response_model=PoliciesAnswer, summary="How figures are counted; 口径版本")
async def policies(_: CurrentAccount) -> dict[str, Any]:
    """An old version stays: the same events can be shown under any of them."""
    return {"policies": [_shown(version) for version in POLICIES]}


def _shown(version: str) -> dict[str, Any]:
    policy, reading = POLICIES[version], READINGS[version]
    return {
        "version": version,
        "dated": reading.dated.isoformat(),
        "policy_hash": policy.content_hash(),
        "message": f"{reading.zh} {reading.en}",
        "parameters": asdict(policy),
    }
