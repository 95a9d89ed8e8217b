"""Waiting for reminders: what is due at the moment that the clock shows has gone before it goes on."""

import asyncio
from time import monotonic

import httpx
from prometheus_client.parser import text_string_to_metric_families

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.tokens import token_for

_SETTLES_SECONDS = 1.2
"""Within that notifications has looked at the clock anew, and counted."""
_AT_MOST_SECONDS = 15.0
_PAUSE_SECONDS = 0.25
_WAITING = ("paicha_reminders_to_plan", "paicha_reminders_late_seconds")


async def until_sent(http: httpx.AsyncClient, folder: DataFolder, township: str) -> None:
    """Or for so long; the rest is on its way while the clock goes on, as on a busy morning."""
    headers = {"Authorization": f"Bearer {token_for(folder, 'operator', township=township)}"}
    give_up = monotonic() + _AT_MOST_SECONDS
    await asyncio.sleep(_SETTLES_SECONDS)
    while monotonic() < give_up:
        try:
            answer = await http.get("/notifications/metrics", headers=headers)
        except httpx.TransportError:  # it is started again
            answer = None
        if answer is not None and answer.is_success and not _waits(answer.text):
            return
        await asyncio.sleep(_PAUSE_SECONDS)


def _waits(metrics: str) -> bool:
    found = {
        sample.name: sample.value
        for family in text_string_to_metric_families(metrics)
        for sample in family.samples
        if sample.name in _WAITING
    }
    return any(found.values())
