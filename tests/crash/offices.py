"""People who sign, withdraw, return, accept and consolidate without a pause, asking until answered."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import uuid4

import httpx

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.tokens import token_for
from shared.facts.account import Person
from tests.e2e.deployment import PATIENCE, Deployment

CAMPAIGN = "dasheng-2024-winter"
PERIODS = ("1", "2", "3", "4", "5", "6", "7", "final")
FILERS = ("v-dasheng", "v-mingyue", "v-donghe", "d-chanye", "d-pingan")
_UNSETTLED = frozenset({408, 429, 500, 502, 503, 504})
"""Nobody knows whether it was done: the same key is asked again."""


@dataclass
class Answered:
    """A call that was answered for good, to be asked again later."""

    path: str
    body: dict[str, Any]
    key: str
    status: int
    document: dict[str, Any]
    who: str


@dataclass
class Offices:
    deployment: Deployment
    rng: Random
    answered: list[Answered] = field(default_factory=list)
    stopped: bool = False
    _clients: dict[str, httpx.AsyncClient] = field(default_factory=dict)

    def client(self, who: str) -> httpx.AsyncClient:
        """`who`: a filer, or a role of the town."""
        if who not in self._clients:
            role = "reporter" if who.startswith("v-") else "officer" if who.startswith("d-") else who
            organisation = who if who in FILERS else None
            folder = DataFolder(self.deployment.data)
            token = token_for(folder, role, organisation, person=Person(f"演示{len(self._clients)}"))
            self._clients[who] = httpx.AsyncClient(
                base_url=f"{self.deployment.url}/reporting/campaigns/{CAMPAIGN}",
                headers={"authorization": f"Bearer {token}"},
                timeout=30,
            )
        return self._clients[who]

    async def close(self) -> None:
        for client in self._clients.values():
            await client.aclose()

    async def get(self, who: str, path: str, **query: str) -> httpx.Response:
        return await self._until_settled(lambda: self.client(who).get(path, params=query))

    async def post(self, who: str, path: str, body: dict[str, Any]) -> Answered:
        key = str(uuid4())
        answer = await self._posted(who, path, body, key)
        answered = Answered(path, body, key, answer.status_code, answer.json(), who)
        self.answered.append(answered)
        return answered

    async def again(self, before: Answered) -> httpx.Response:
        return await self._posted(before.who, before.path, before.body, before.key)

    async def _posted(self, who: str, path: str, body: dict[str, Any], key: str) -> httpx.Response:
        headers = {"Idempotency-Key": key}
        return await self._until_settled(lambda: self.client(who).post(path, json=body, headers=headers))

    async def _until_settled(self, ask: Callable[[], Any]) -> httpx.Response:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                answer: httpx.Response = await ask()
                if answer.status_code not in _UNSETTLED:
                    return answer
                told = answer.text
            except httpx.HTTPError as error:
                told = repr(error)
            assert time.monotonic() < deadline, told
            await asyncio.sleep(0.05)

    async def filer(self, filer: str) -> None:
        """Signs, and now and then withdraws and signs anew or corrects, period after period."""
        while not self.stopped:
            period = self.rng.choice(PERIODS)
            signed = await self._sign(filer, period)
            number = signed.document.get("number", "")
            if signed.status == httpx.codes.CREATED and self.rng.random() < 0.4:
                await self.post(filer, f"/submissions/{number}/withdraw", {})
            elif signed.document.get("code") == "already_signed" and self.rng.random() < 0.5:
                standing = await self._standing(filer, period)
                if standing:
                    await self._sign(filer, period, corrects=standing, correction_reason="复核更正")

    async def safety_office(self) -> None:
        """Accepts or returns what was signed, and consolidates."""
        while not self.stopped:
            lines = (await self.get("safety_office", "/submissions")).json()["submissions"]
            for number in [line["number"] for line in lines if line["state"] == "signed"]:
                if self.rng.random() < 0.3:
                    body = {"reason": "请核对", "column": "units"}
                    await self.post("safety_office", f"/submissions/{number}/return", body)
                else:
                    await self.post("safety_office", "/review/acceptances", {"numbers": [number]})
            await self._consolidate(self.rng.choice(PERIODS), self.rng.choice(("annex-3", "annex-4")))
            await asyncio.sleep(0.05)

    async def _sign(self, filer: str, period: str, **more: Any) -> Answered:
        corrects = {} if "corrects" not in more else {"corrects": str(more["corrects"])}
        prepared = (await self.get(filer, f"/periods/{period}/{filer}", **corrects)).json()
        if "report" not in prepared:
            return Answered("", {}, "", 0, prepared, filer)
        report = {name: prepared["report"][name] for name in ("occurred_until", "positions", "digest")}
        late = {} if corrects else {"late_reason": "not_entered"}
        body = {"period": period, "filer": filer, "report": report, **late, **more}
        return await self.post(filer, "/submissions", body | {"unchanged": prepared["unchanged"]})

    async def _standing(self, filer: str, period: str) -> str | None:
        lines = (await self.get(filer, "/submissions", period=period, filer=filer)).json()["submissions"]
        return next((line["number"] for line in lines if line["state"] == "accepted"), None)

    async def _consolidate(self, period: str, annex: str) -> None:
        sheet = (await self.get("safety_office", f"/periods/{period}/consolidated/{annex}")).json()
        if "digest" in sheet:
            seen = {"positions": sheet["positions"], "digest": sheet["digest"]}
            await self.post(
                "safety_office", "/consolidations", {"period": period, "annex": annex, "sheet": seen}
            )
