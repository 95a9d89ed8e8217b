"""Another service's read model stands still: operators are told, and that it is over when it goes on."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from services.notifications.troubles.stopped import StoppedModels
from shared.bus.permissions import publisher_permissions, service_permissions
from shared.read_model.stopped import Stopped
from tests.notifications.channels.mail_servers import Mailbox
from tests.notifications.sending.town import Reminded, at, reminded
from tests.notifications.troubles.test_watching import until_there_is
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

SUBJECT = "log/hazards（reporting）"
STOPPED = Stopped("hazards", 17, "hazard.noted", 1, "this release knows no …", 1_733_795_400_000_000)


@pytest.fixture
async def town(
    bus: TestBus, own: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Reminded]:
    async with reminded(bus, own, tmp_path, monkeypatch, "2024-12-10T10:00", Mailbox()) as town:
        await town.service.client.put(
            "/contacts/list/operators/one",
            json={"email": "operator@town.example"},
            headers=town.service.as_("operator"),
        )
        yield town


async def says(town: Reminded, *stopped: Stopped, **shadow: str) -> None:
    """As reporting does, every few seconds."""
    bus = await town.service.bus.connect("reporting")
    told: dict[str, Any] = {"service": "reporting", "stopped": [each.to_json() for each in stopped]}
    told["shadow"] = shadow
    await bus.publish("stopped.reporting", orjson.dumps(told))
    await bus.flush()


async def test_operators_are_told_once_and_it_is_over(town: Reminded) -> None:
    await says(town, STOPPED)
    await until_there_is(town, SUBJECT)
    await town.until("rule = 'log_stands_still' and state = 'sent'")
    for _ in range(3):
        await says(town, STOPPED)
        await asyncio.sleep(0.2)
    assert town.mails() == ["operator@town.example: 【请检查】日志hazards（reporting）没有更新"]
    await says(town, differs='hazards 12 subjects ["500112143","hazard","h-1"]')
    await until_there_is(town, "shadow/differs")
    await town.until("rule = 'shadow_rebuild' and state = 'sent'")
    assert town.mails()[1:] == ["operator@town.example: 【请检查】影子重算异常：hazard/h-1（hazards 12起）"]
    await says(town)
    await until_there_is(town)


def test_of_a_service_that_is_silent_nothing_is_over() -> None:
    seconds = [0.0]
    models = StoppedModels(lambda: seconds[0])
    assert list(models.unknown([SUBJECT, "log/hazards", "publisher/grid"])) == [SUBJECT]
    models.take("reporting", [STOPPED])
    assert [each.subject for each in models.troubles(at("2024-12-10T10:00"))] == [SUBJECT]
    assert list(models.unknown([SUBJECT])) == []
    models.take("reporting", [], {"overdue": ""})
    assert [each.subject for each in models.troubles(at("2024-12-10T10:00"))] == ["shadow/overdue"]
    assert list(models.unknown(["shadow/overdue", "shadow/differs"])) == []
    models.take("reporting", [STOPPED])
    seconds[0] = time.monotonic() + 60
    assert list(models.unknown(["shadow/overdue"])) == ["shadow/overdue"]
    assert list(models.troubles(at("2024-12-10T10:00"))) == []
    assert list(models.unknown([SUBJECT])) == [SUBJECT]


def test_only_the_service_itself_says_so() -> None:
    for service in ("registry", "hazards", "reporting", "notifications"):
        told = {each for each in service_permissions(service).publish if each.startswith("stopped.")}
        assert told <= {f"stopped.{service}"}
    assert not [each for each in publisher_permissions("grid").publish if each.startswith(("stopped", ">"))]
