"""Reminders on their way, through real servers: due, gathered, sent once, and never for what is done."""

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
    async with reminded(bus, own, tmp_path, monkeypatch, "2024-12-10T10:00", Mailbox()) as town:
        yield town


async def test_each_is_told_once_when_it_is_due(town: Reminded) -> None:
    await town.until("rule = 'report_due_3_days' and state = 'planned' and due < '2024-12-15'", 3)
    assert town.mails() == []
    town.now("2024-12-11T09:00:01")
    await town.until("state = 'sent'", 3)
    assert sorted(town.mails()) == [
        "d-1@town.example: 【待报送】第1期汇总表（12月14日18:00前）— 产业服务中心",
        "v-1@town.example: 【待报送】第1期汇总表（12月14日18:00前）— 明月村",
        "v-2@town.example: 【待报送】第1期汇总表（12月14日18:00前）— 千盏村",
    ]
