"""One town for the tests of a file, some minutes after its first reminders went out."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from playwright.sync_api import Browser

from tests.notifications.asking.asked import second_town
from tests.notifications.channels.mail_servers import Mailbox
from tests.notifications.pages.visits import Visits, visited
from tests.notifications.sending.town import Reminded, at, reminded
from tests.support.browsers import open_browser
from tests.support.buses import fresh_bus
from tests.support.migrated import Migrated


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def visits(nats_url: str, migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visits]:
    """明月村 (v-1) and 产业服务中心 (d-1) were told by e-mail; 千盏村 (v-2) has to be rung."""
    folder, shared = tmp_path_factory.mktemp("town"), tmp_path_factory.getbasetemp().parent
    with pytest.MonkeyPatch.context() as patch:

        @asynccontextmanager
        async def opened() -> AsyncIterator[Reminded]:
            async with (
                fresh_bus(nats_url, shared) as bus,
                migrated.copy("notifications") as own,
                reminded(bus, own, folder, patch, "2024-12-10T10:00", Mailbox()) as town,
            ):
                await _people(town)
                await second_town(town)
                town.now("2024-12-11T09:00:01")
                await town.until("state = 'sent' and township = '500112143'", 2)
                yield town

        (folder / "robots.json").write_text(json.dumps({"镇安全群": "wecombot://key-1"}), "utf-8")
        patch.setenv("PAICHA_ROBOTS_FILE", str(folder / "robots.json"))
        with visited(opened) as visits:
            yield visits


async def _people(town: Reminded) -> None:
    service = town.service
    await service.put("filer/v-1/reporter", email="v-1@town.example", name="张三", account="reporter-1")
    await service.put("filer/v-2/reporter", landline="023-67589240", name="李四")
    await service.put("official/o-2", email="member@town.example", account="leader-1")
    await service.put("list/safety-office/one", email="office@town.example", account="safety_office-1")
    headers = service.as_("operator")
    await service.client.put(
        "/contacts/list/operators/one", json={"email": "ops@town.example"}, headers=headers
    )
    town.chains["hazards"].say(
        "hazard.found", "hazard/h-1", at("2024-12-09T10:00"), hazard_id="h-1", unit_id="u-1", by="v-1",
        severity="general", description="通道堵塞",
    )  # fmt: skip
    town.chains["hazards"].say(
        "hazard.rectification_claimed", "hazard/h-1", at("2024-12-10T09:00"), hazard_id="h-1", by="unit"
    )
    await town.tell()
    await town.until("subject = 'hazard/h-1' and rule = 'claim_unanswered' and township = '500112143'")
    await town.until("subject = 'report/c-1/1/v-2' and channel = 'telephone' and rule = 'report_due_3_days'")
