"""Waiting for the figures: receipts come at once, what is counted of facts follows within moments."""

import asyncio
from typing import Any

import httpx

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.tokens import token_for

_COUNTED = ("registry", "hazards")
_COUNTED_SECONDS = 60
_PAUSE_SECONDS = 0.05


async def until_counted(http: httpx.AsyncClient, folder: DataFolder, township: str) -> None:
    """Until figures are of everything that was recorded so far; TimeoutError where they do not come to be."""
    operator, office = (token_for(folder, role, township=township) for role in ("operator", "safety_office"))

    async def ask(path: str, token: str) -> Any:
        try:
            answer = await http.get(path, headers={"Authorization": f"Bearer {token}"})
        except httpx.TransportError:  # it is started again
            return {}
        return answer.json() if answer.is_success else {}

    async with asyncio.timeout(_COUNTED_SECONDS):
        campaigns = (await ask("/registry/campaigns", office)).get("campaigns", [])
        forms = [f"/reporting/campaigns/{campaign['id']}/annex-3" for campaign in campaigns]
        while True:
            heads = {log: (await ask(f"/{log}/audit/state", operator)).get("position") for log in _COUNTED}
            if all([(await ask(form, office)).get("positions") == heads for form in forms]):
                return
            await asyncio.sleep(_PAUSE_SECONDS)
