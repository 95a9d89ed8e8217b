"""A rehearsal over HTTP: both policies answered, and nothing is written."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from services.notifications.policy.policy import DEFAULT
from tests.notifications.channels.mail_servers import Mailbox
from tests.notifications.sending.town import Reminded, reminded
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase


@pytest.fixture
async def town(
    bus: TestBus, own: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Reminded]:
    async with reminded(bus, own, tmp_path, monkeypatch, "2024-12-10T10:00", Mailbox()) as town:
        await town.until("rule = 'report_due_3_days' and state = 'planned' and due < '2024-12-15'", 3)
        yield town


async def rehearsed(town: Reminded, role: str = "safety_office", **asked: Any) -> Any:
    headers = town.service.as_(role)
    return await town.service.client.post("/reminders/rehearse", json=asked, headers=headers)


async def test_a_changed_policy_beside_the_present_one(town: Reminded) -> None:
    before = [dict(row) for row in await town.rows()]
    own = DEFAULT.read_text("utf-8")
    changed = own.replace("repeats: report_overdue, days: 3", "repeats: report_overdue, days: 2")
    assert changed != own
    answer = (await rehearsed(town, policy=changed, until="2024-12-31T00:00:00+08:00")).json()
    present, proposed = answer["present"], answer["proposed"]
    assert present["by_rule"]["report_overdue"] == proposed["by_rule"]["report_overdue"] > 0
    assert present["by_rule"]["report_overdue_again"] == 2 * proposed["by_rule"]["report_overdue_again"] > 0
    assert present["sms"] == 0
    assert [dict(row) for row in await town.rows()] == before
    assert town.mails() == []


async def test_what_can_not_be_rehearsed(town: Reminded, subtests: pytest.Subtests) -> None:
    for asked, code in [
        ({"policy": "rules: ["}, "policy_invalid"),
        ({"policy": "a: &a [1]\nb: [*a, *a]"}, "policy_invalid"),
        ({"policy": "id: 2024-13-45"}, "policy_invalid"),
        ({"policy": "x" * 50_000}, "invalid_request"),
        ({"policy": DEFAULT.read_text("utf-8"), "campaign": "c-9"}, "not_found"),
        ({"policy": DEFAULT.read_text("utf-8"), "until": "2031-01-01T00:00:00Z"}, "invalid_request"),
    ]:
        with subtests.test(asked=asked, code=code):
            assert (await rehearsed(town, **asked)).json()["code"] == code


async def test_it_takes_a_right(town: Reminded, subtests: pytest.Subtests) -> None:
    for role in ["reporter", "leader", "operator", "auditor"]:
        with subtests.test(role=role):
            assert (await rehearsed(town, role, policy="x")).status_code == 403
