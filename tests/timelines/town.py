"""Two towns of the same ids, and the services that keep and count what happens in them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from shared.settings import Settings
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.issuer import Issuer
from tests.support.services import TOWNSHIP, running, settings_for, signed_in, until

ELSEWHERE = "500112999"
SERVICES = ("registry", "hazards", "reporting")
_FILE = Path("deploy/campaigns/dasheng-2024-winter.yaml")


@dataclass
class Who:
    role: str = "safety_office"
    organisation: str | None = None
    township: str = TOWNSHIP


OFFICE, OFFICE_ELSEWHERE = Who(), Who(township=ELSEWHERE)
MINGYUE, DONGHE = Who("reporter", "v-mingyue"), Who("reporter", "v-donghe")
MINGYUE_ELSEWHERE = Who("reporter", "v-mingyue", ELSEWHERE)
CHANYE, PINGAN, JINGJI = (Who("officer", each) for each in ("d-chanye", "d-pingan", "d-jingji"))


@dataclass
class Towns:
    issuer: Issuer
    clients: dict[str, httpx.AsyncClient]
    stop: dict[str, Callable[[], Awaitable[None]]]
    _facts: int = 0
    _last: dict[str, int] = field(default_factory=dict)

    async def ask(self, path: str, who: Who = OFFICE, **query: Any) -> httpx.Response:
        service, _, rest = path.partition("/")
        headers = signed_in(self.issuer, who.role, who.organisation, who.township)
        return await self.clients[service].get(f"/{rest}", headers=headers, params=query)

    async def get(self, path: str, who: Who = OFFICE, **query: Any) -> Any:
        answer = await self.ask(path, who, **query)
        assert answer.status_code == httpx.codes.OK, answer.text
        return answer.json()

    async def refused(self, path: str, who: Who, **query: Any) -> str:
        answer = await self.ask(path, who, **query)
        code: str = answer.json()["code"]
        return code

    async def tell(
        self, type_: str, data: dict[str, Any], who: Who = OFFICE, time: str = "2024-12-02T09:00:00+08:00"
    ) -> int:
        """The position of its event."""
        self._facts += 1
        number = f"{who.township}-{self._facts}"
        fact = {"specversion": "1.0", "source": "/t", "id": number, "type": type_, "time": time, "data": data}
        service = "registry" if type_.startswith("unit.") else "hazards"
        headers = signed_in(self.issuer, who.role, who.organisation, who.township)
        (receipt,) = (await self.clients[service].post("/facts", headers=headers, json=[fact])).json()
        assert receipt["outcome"] in ("accepted", "waiting"), receipt
        if receipt["outcome"] == "waiting":
            receipt = await self._settled(service, number, who)
        position: int = receipt["events"][0]["position"]
        self._last[service] = position
        return position

    async def _settled(self, service: str, number: str, who: Who) -> Any:
        """What it names is known there a moment later."""

        async def accepted() -> bool:
            said = await self.get(f"{service}/receipts", who, source="/t", id=number)
            return bool(said["outcome"] == "accepted")

        await until(accepted)
        return await self.get(f"{service}/receipts", who, source="/t", id=number)

    async def until_counted(self) -> None:
        """Until reporting has applied all that was told."""
        asked = ",".join(f"{log}:{position}" for log, position in self._last.items())

        async def applied() -> bool:
            path = "reporting/campaigns/dasheng-2024-winter/annex-3"
            return (await self.ask(path, positions=asked)).status_code == httpx.codes.OK

        await until(applied)


@asynccontextmanager
async def running_towns(
    bus: TestBus, database: Callable[[str], Awaitable[TestDatabase]], folder: Path
) -> AsyncIterator[Towns]:
    settings = {each: settings_for(each, await database(each), bus, folder) for each in SERVICES}
    settings["registry"] = settings["registry"].model_copy(update={"campaigns_dir": _campaigns(folder)})
    towns = Towns(Issuer(folder), {}, {})
    async with AsyncExitStack() as stack:
        for service in SERVICES:
            await _start(towns, service, settings[service], stack)
        yield towns


async def _start(towns: Towns, service: str, settings: Settings, stack: AsyncExitStack) -> None:
    own = await stack.enter_async_context(AsyncExitStack())
    towns.clients[service] = await own.enter_async_context(running(service, settings))
    towns.stop[service] = own.aclose


def _campaigns(folder: Path) -> Path:
    """The second town has the same organisations, by other names."""
    here = _FILE.read_text("utf-8")
    there = here.replace(TOWNSHIP, ELSEWHERE).replace("id: dasheng-2024-winter", "id: elsewhere-winter", 1)
    campaigns = folder / "campaigns"
    campaigns.mkdir()
    (campaigns / "here.yaml").write_text(here, "utf-8")
    (campaigns / "there.yaml").write_text(there.replace("明月村", "他镇明月村"), "utf-8")
    return campaigns
