"""Reporting's views of the console: a replay for a reason, and what is decided about generations."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from shared.facts.account import EVERY_ROLE
from tests.reporting.generations.building import rebuilt
from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.story import CAMPAIGN, TOWN
from tests.reporting.two_towns import ELSEWHERE, two_towns
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

OPERATIONS = "/pages/operations"
WHY = "核对数字"


@dataclass
class Looking:
    reporting: RunningReporting
    rebuilding: "asyncpg.Pool[Any]"

    async def ask(
        self, method: str, path: str, role: str = "operator", township: str = TOWN, **said: str
    ) -> httpx.Response:
        token = self.reporting.issuer.token(sub=role, role=role, township=township)
        given: dict[str, Any] = {"data": said} if method == "POST" else {"params": said or None}
        headers = {"Authorization": f"Bearer {token}"}
        return await self.reporting.client.request(method, f"{OPERATIONS}{path}", headers=headers, **given)

    async def page(self, path: str, role: str = "operator", township: str = TOWN, **query: str) -> str:
        answer = await self.ask("GET", path, role, township, **query)
        assert answer.status_code == httpx.codes.OK, answer.text
        return answer.text

    async def done(self, path: str, **fields: str) -> None:
        answer = await self.ask("POST", path, **fields)
        assert answer.status_code == httpx.codes.SEE_OTHER, answer.text


@pytest.fixture
async def looking(
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
) -> AsyncIterator[Looking]:
    database = await service_database("reporting")
    async with (
        running_reporting(bus, database, tmp_path, two_towns()) as reporting,
        asyncpg.create_pool(database.rebuild_dsn, min_size=1, max_size=6) as rebuilding,
    ):
        await reporting.publish()
        yield Looking(reporting, rebuilding)


def cells(page: str) -> list[str]:
    table = page[page.index('<table class="form">') :]
    found = re.findall(r'<td class="number[^"]*">(?:[▲▼] )?([0-9.]+)', table)
    assert found
    return found


async def test_a_replay_shows_figures_for_a_reason_and_steps_lead_on(looking: Looking) -> None:
    for role in EVERY_ROLE:
        allowed = role in ("operator", "auditor")
        answer = await looking.ask("GET", "/replay", role, campaign=CAMPAIGN)
        assert answer.status_code == (httpx.codes.OK if allowed else httpx.codes.FORBIDDEN), role
    assert '<table class="form">' not in await looking.page("/replay", campaign=CAMPAIGN)
    assert '<table class="form">' in await looking.page("/replay", "auditor", campaign=CAMPAIGN)
    await looking.done("/replay/reason", reason=WHY, to="/reporting/pages/operations/replay")
    at = {"campaign": CAMPAIGN, "annex": "annex-3"}
    event = "hazards:9"
    page = await looking.page("/replay", event=event, **at)
    while True:
        (positions,) = re.findall(r'id="at" name="at" value="([^"]*)"', page)
        form = await looking.reporting.document("annex-3", role="auditor", positions=positions)
        rows = [row["cells"] for row in form["rows"]] + [form["totals"][kind] for kind in ("sum", "distinct")]
        keys = [column["key"] for column in form["columns"]]
        assert cells(page) == [str(row[key]) for row in rows for key in keys], positions
        on = re.findall(r'id="step-on"[^>]* href="([^"]*)"', page)
        if not on:
            break
        page = await looking.page("/replay" + on[0].replace("&amp;", "&"))
    assert "hazards:29" in page or "已到最新" in page
    assert WHY in await looking.page("/acts", "auditor")


async def test_another_town_replays_its_own_past_alone(looking: Looking) -> None:
    """Of the same ids: other figures, and no reason of somebody else's counts."""
    at = {"campaign": CAMPAIGN, "annex": "annex-3"}
    own = await looking.page("/replay", "auditor", **at)
    other = await looking.page("/replay", "auditor", ELSEWHERE, **at)
    assert cells(own) != cells(other)
    await looking.done("/replay/reason", reason=WHY, to="/")
    assert '<table class="form">' not in await looking.page("/replay", township=ELSEWHERE, **at)
    assert WHY not in await looking.page("/acts", township=ELSEWHERE)


async def test_generations_are_compared_switched_and_rolled_back_on_record(looking: Looking) -> None:
    await rebuilt(looking.reporting.bus, looking.rebuilding)
    shown = await looking.page("/generations")
    assert "figures_2 · 已建成" in shown
    assert "paicha projection rebuild" in shown
    assert (await looking.ask("GET", "/generations", "auditor")).status_code == httpx.codes.FORBIDDEN
    await looking.done("/generations/compare", name="figures_2")
    dry = await looking.page("/generations/decide", deed="cutover", name="figures_2")
    assert "两代一致" in dry
    refused = await looking.ask("POST", "/generations/cutover", name="figures_2", reason="")
    assert "请填写原因" in refused.text
    await looking.done("/generations/cutover", name="figures_2", reason="新版口径")
    assert "figures_2 · 现行" in await looking.page("/generations")
    assert "将由 public 提供数字" in await looking.page("/generations/decide", deed="rollback", name="public")
    await looking.done("/generations/rollback", reason="再看看")
    await looking.done("/generations/drop", name="figures_2", reason="不再需要")
    acts = await looking.page("/acts", "auditor")
    for act in ("比对数据代", "切换数据代", "退回上一代", "删除数据代", "新版口径", "不再需要"):
        assert act in acts
    assert "新版口径" in await looking.page("/acts", "auditor", ELSEWHERE), "it was everybody's"
    unknown = await looking.ask("GET", "/generations/decide", deed="drop", name="figures_2")
    assert unknown.status_code == httpx.codes.NOT_FOUND
