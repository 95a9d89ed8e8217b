"""registry and hazards together: the campaign, units, hazards that wait for them, and who sees what."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from services.registry.answers import CampaignsAnswer, OfficialsAnswer, OrganisationsAnswer, UnitsAnswer
from shared.intake.ways_in.described import ReceiptAnswer
from shared.settings import Settings
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.issuer import Issuer
from tests.support.services import TOWNSHIP, fact, running, settings_for, signed_in, until

UNIT = {"unit_id": "u-1", "name": "餐馆", "kind": "small_venue", "village": "v-mingyue"}
HAZARD = {
    "hazard_id": "h-1", "unit_id": "u-1", "by": "v-mingyue", "severity": "general", "description": "过期",
}  # fmt: skip


class Town:
    """Both services, and someone to call them."""

    def __init__(self, issuer: Issuer, settings: dict[str, Settings], stack: AsyncExitStack) -> None:
        self.issuer, self.settings, self._stack = issuer, settings, stack
        self.clients: dict[str, httpx.AsyncClient] = {}

    async def start(self, service: str) -> None:
        self.clients[service] = await self._stack.enter_async_context(
            running(service, self.settings[service])
        )

    async def get(self, path: str, role: str = "safety_office", organisation: str | None = None) -> Any:
        service, _, rest = path.partition("/")
        headers = signed_in(self.issuer, role, organisation)
        answer = await self.clients[service].get(f"/{rest}", headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, service: str, *facts: dict[str, Any], role: str = "safety_office",
                   organisation: str | None = None) -> list[str]:  # fmt: skip
        """The outcome of each, the code where it was refused."""
        headers = signed_in(self.issuer, role, organisation)
        answer = await self.clients[service].post("/facts", headers=headers, json=list(facts))
        assert answer.status_code == 200, answer.text
        return [receipt.get("code") or receipt["outcome"] for receipt in answer.json()]

    async def outcome(self, service: str, number: str) -> str:
        receipt = await self.get(f"{service}/receipts?source=/test&id={number}")
        return str(receipt.get("code") or receipt["outcome"])


@pytest.fixture
async def town(
    tmp_path: Path, bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]]
) -> AsyncIterator[Town]:
    issuer = Issuer(tmp_path)
    settings = {
        service: settings_for(service, await service_database(service), bus, tmp_path)
        for service in ("registry", "hazards")
    }
    async with AsyncExitStack() as stack:
        yield Town(issuer, settings, stack)


async def test_the_campaign_of_the_file_can_be_read(town: Town) -> None:
    await town.start("registry")
    organisations = (await town.get("registry/organisations", "operator"))["organisations"]
    assert len(organisations) == 18 + 8 + 1 + 10 + 9
    assert {"id": "v-mingyue", "name": "明月村", "kind": "village"} in organisations
    officials = (await town.get("registry/officials"))["officials"]
    assert len(officials) == 11
    assert {"id": "o-limi", "name": "李觅", "title": "党委书记", "leader": True} in officials
    (campaign,) = (await town.get("registry/campaigns"))["campaigns"]
    assert campaign["id"] == "dasheng-2024-winter"
    assert campaign["window"] == ["2024-11-15T00:00:00+08:00", "2025-03-01T00:00:00+08:00"]
    assert len(campaign["deadlines"]) == 7


async def test_a_leader_is_one_until_the_office_ends(town: Town, tmp_path: Path) -> None:
    folder = {"campaigns_dir": campaigns_with_a_term_that_ends(tmp_path, "2999-01-01T00:00:00+08:00")}
    town.settings["registry"] = town.settings["registry"].model_copy(update=folder)
    await town.start("registry")
    officials = (await town.get("registry/officials"))["officials"]
    assert {each["leader"] for each in officials} == {True}


def campaigns_with_a_term_that_ends(folder: Path, moment: str) -> Path:
    """The file may say today when a term is to end."""
    file = Path("deploy/campaigns/dasheng-2024-winter.yaml").read_text("utf-8")
    term = 'title: 镇长, leader: true, from: "2024-01-01T00:00:00+08:00"'
    assert file.count(term) == 1
    campaigns = folder / "campaigns"
    campaigns.mkdir()
    (campaigns / "winter.yaml").write_text(file.replace(term, f'{term}, until: "{moment}"'), "utf-8")
    return campaigns


async def test_what_is_answered_is_what_is_described(town: Town) -> None:
    await town.start("registry")
    OrganisationsAnswer.model_validate(await town.get("registry/organisations"))
    OfficialsAnswer.model_validate(await town.get("registry/officials"))
    CampaignsAnswer.model_validate(await town.get("registry/campaigns"))
    await town.post("registry", fact("1", "unit.registered", UNIT))
    ReceiptAnswer.model_validate(await town.get("registry/receipts?source=/test&id=1"))
    paths = (await town.get("registry/openapi.json"))["paths"]
    assert "requestBody" in paths["/registry/facts"]["post"]
    described = {path: str(way["get"]["responses"]["200"]) for path, way in paths.items() if "get" in way}
    for path in ("organisations", "officials", "campaigns", "units", "receipts"):
        assert "$ref" in described[f"/registry/{path}"], path

    async def listed() -> bool:
        return len(UnitsAnswer.model_validate(await town.get("registry/units")).units) == 1

    await until(listed)


async def test_the_same_file_at_the_next_start_adds_nothing(town: Town) -> None:
    settings = town.settings["registry"]
    heads = []
    for _ in range(2):
        async with running("registry", settings):
            connection = await asyncpg.connect(settings.database_dsn)
            heads.append(await connection.fetchval("select position from log_head"))
            await connection.close()
    assert heads == [78, 78]


async def test_a_hazard_waits_for_its_unit_and_only_its_own_facts_wait_behind_it(town: Town) -> None:
    await town.start("registry")
    await town.start("hazards")
    found, closed = (
        fact("1", "hazard.found", HAZARD),
        fact("2", "hazard.closed", {"hazard_id": "h-1", "by": "v-mingyue"}),
    )
    checked = fact("3", "self_check.recorded", {"filer": "v-mingyue", "item": "1.1.1", "status": "done"})
    assert await town.post("hazards", found, closed, checked) == ["waiting", "waiting", "accepted"]
    assert await town.post("registry", fact("4", "unit.registered", UNIT)) == ["accepted"]

    async def resolved() -> bool:
        return [await town.outcome("hazards", number) for number in ("1", "2")] == ["accepted", "accepted"]

    await until(resolved)
    assert await town.post("hazards", found) == ["duplicate"]
    voided = fact("5", "fact.voided", {"source": "/test", "id": "2", "reason": "误录"})
    claimed = fact("6", "hazard.rectification_claimed", {"hazard_id": "h-1", "by": "unit"})
    assert await town.post("hazards", claimed, voided) == ["not_open", "accepted"]
    assert await town.post("hazards", claimed) == ["accepted"]


async def test_a_village_enters_and_sees_its_own(town: Town) -> None:
    await town.start("registry")
    other = UNIT | {"unit_id": "u-2", "village": "v-donghe", "department": "d-chanye"}
    mine = {"role": "reporter", "organisation": "v-mingyue"}
    facts = [fact("1", "unit.registered", UNIT), fact("2", "unit.registered", other)]
    assert await town.post("registry", *facts, **mine) == ["accepted", "not_your_organisation"]
    department = {"role": "officer", "organisation": "d-chanye"}
    assert await town.post("registry", facts[1], **department) == ["accepted"]
    graded = fact("3", "unit.graded", {"unit_id": "u-2", "grade": "red"})
    assert await town.post("registry", graded, **mine) == ["not_your_organisation"]
    assert await town.post("registry", graded, **department) == ["accepted"]

    async def listed() -> bool:
        return [each.get("grade") for each in (await town.get("registry/units"))["units"]] == [None, "red"]

    await until(listed)
    assert [each["unit_id"] for each in (await town.get("registry/units", **mine))["units"]] == ["u-1"]
    page = await town.get("registry/units?limit=1")
    assert page["next"] == "u-1"
    assert (await town.get("registry/units?limit=1&after=u-1"))["units"][0]["grade"] == "red"
    assert (await town.get("registry/units", **department))["units"][0]["unit_id"] == "u-2"


async def test_another_town_is_told_of_nothing(town: Town) -> None:
    await town.start("registry")
    unknown = fact("refused", "unit.registered", UNIT | {"unit_id": "u-2", "village": "d-chanye"})
    posted = [fact("taken", "unit.registered", UNIT), unknown, fact("poison", "unit.painted", UNIT)]
    waits = fact("waits", "unit.graded", {"unit_id": "u-9", "grade": "red"})
    outcomes = ["accepted", "wrong_kind", "unknown_type", "waiting"]
    assert await town.post("registry", *posted, waits) == outcomes

    async def told(township: str, number: str) -> str:
        headers = signed_in(town.issuer, township=township)
        asked = {"source": "/test", "id": number, "publisher": "safety_office-None"}
        answer = await town.clients["registry"].get("/receipts", params=asked, headers=headers)
        return str(answer.json().get("code") or answer.json()["outcome"])

    async def letters(township: str) -> list[dict[str, Any]]:
        headers = signed_in(town.issuer, "operator", township=township)
        answer = await town.clients["registry"].get("/dead-letters", headers=headers)
        return list(answer.json()["dead_letters"])

    numbers = ("taken", "refused", "poison", "waits")
    assert [await told(TOWNSHIP, each) for each in numbers] == outcomes
    assert [await told("500112999", each) for each in numbers] == ["not_found"] * 4
    (letter,) = await letters(TOWNSHIP)
    assert await letters("500112999") == []
    stranger = signed_in(town.issuer, "operator", township="500112999")
    for call in ("retry", "skip"):
        address = f"/dead-letters/{letter['number']}/{call}"
        answer = await town.clients["registry"].post(address, json={"reason": "不是我们的"}, headers=stranger)
        assert answer.json()["code"] == "not_found", answer.text
    answer = await town.clients["registry"].get(f"/dead-letters/{letter['number']}", headers=stranger)
    assert answer.status_code == 404


async def test_an_account_named_after_a_number_of_a_person_enters_nothing(town: Town) -> None:
    """Its name would stand in every event of its."""
    await town.start("registry")
    named = town.issuer.token(sub="13800138000", role="safety_office", organisation=None)
    facts = [fact("1", "unit.registered", UNIT)]
    headers = {"Authorization": f"Bearer {named}"}
    answer = await town.clients["registry"].post("/facts", headers=headers, json=facts)
    assert (answer.status_code, answer.json()["code"]) == (422, "personal_data")
