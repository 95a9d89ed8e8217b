"""A program that posts facts: again on any error of the way, and what waits until it waits no more."""

import asyncio
from random import Random

import httpx

from tests.crash.flow import Flow, Route
from tests.crash.outstanding import Outstanding
from tests.oracle.said import Said

_LARGEST = 20
_ASK_AGAIN_SECONDS = 3
_PACE_SECONDS = 0.15


class HttpSender:
    def __init__(self, client: httpx.AsyncClient, service: Route, flow: Flow, rng: Random) -> None:
        self._client, self._service, self._flow, self._rng = client, service, flow, rng
        self.outstanding = Outstanding()

    async def run(self) -> None:
        while True:
            again = self.outstanding.overdue(_ASK_AGAIN_SECONDS)[:100]
            facts = self._flow.take(self._service, self._rng.randint(1, _LARGEST))
            for part in (again, facts):
                self.outstanding.begin(part)
                await self._post(part)
            await asyncio.sleep(self._rng.random() * 2 * _PACE_SECONDS)

    async def _post(self, facts: list[Said]) -> None:
        while facts and not await self._posted(facts):
            await asyncio.sleep(0.1)

    async def _posted(self, facts: list[Said]) -> bool:
        try:
            body = [fact.cloudevent() for fact in facts]
            answer = await self._client.post(f"/{self._service}/facts", json=body)
        except httpx.TransportError:
            return False
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            return False
        assert answer.status_code == httpx.codes.OK, answer.text
        receipts = answer.json()
        assert [(each["source"], each["id"]) for each in receipts] == [fact.key for fact in facts]
        for receipt in receipts:
            self.outstanding.take(receipt)
        return True
