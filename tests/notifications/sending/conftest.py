"""A town whose text messages go to a gateway of the test's."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.notifications.channels.mail_servers import Mailbox
from tests.notifications.sending.gateways import Gateway, approve_templates, gateway_open
from tests.notifications.sending.town import Reminded, reminded
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
async def with_sms(
    bus: TestBus, own: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gateway: Gateway
) -> AsyncIterator[Reminded]:
    """v-1 has a mobile and an e-mail address, the others e-mail alone."""
    async with (
        gateway_open(gateway, monkeypatch),
        reminded(bus, own, tmp_path, monkeypatch, "2024-12-10T10:00", Mailbox()) as town,
    ):
        await town.service.put("filer/v-1/reporter", mobile="13800138000", email="v-1@town.example")
        await approve_templates(town)
        await town.until("rule = 'report_due_3_days' and state = 'planned' and channel = 'sms'")
        yield town
