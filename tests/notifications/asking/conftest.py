"""A town some days before its first deadline, whose forms are all owed."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.notifications.channels.mail_servers import Mailbox
from tests.notifications.sending.town import Reminded, reminded
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase


@pytest.fixture
async def town(
    bus: TestBus, own: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Reminded]:
    robots = {"镇安全群": "wecombot://key-1", "500112999:他镇群": "feishu://token-1"}
    (tmp_path / "robots.json").write_text(json.dumps(robots), "utf-8")
    monkeypatch.setenv("PAICHA_ROBOTS_FILE", str(tmp_path / "robots.json"))
    async with reminded(bus, own, tmp_path, monkeypatch, "2024-12-10T10:00", Mailbox()) as town:
        await town.service.put(
            "filer/v-1/reporter", email="v-1@town.example", name="张三", account="reporter-1"
        )
        await town.until("rule = 'report_due_3_days' and state = 'planned' and due < '2024-12-15'", 3)
        yield town
