"""Asking the reporting service as somebody of a role."""

from typing import Any

import httpx

from tests.reporting.running import RunningReporting
from tests.reporting.story import TOWN


async def asked(
    reporting: RunningReporting,
    method: str,
    path: str,
    role: str = "safety_office",
    organisation: str | None = None,
    township: str = TOWN,
    **request: Any,
) -> httpx.Response:
    """`request` as httpx takes it: `params`, `json`."""
    token = reporting.issuer.token(sub=role, role=role, organisation=organisation, township=township)
    headers = {"Authorization": f"Bearer {token}"}
    return await reporting.client.request(method, path, headers=headers, **request)
