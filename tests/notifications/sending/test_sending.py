"""Reminders on their way, through real servers: due, gathered, sent once, and never for what is done."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from shared.metrics import REGISTRY
from tests.notifications.channels.mail_servers import HANG_UP, Mailbox
from tests.notifications.sending.town import Reminded, at, reminded, signed
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


@pytest.mark.parametrize(
    ("rule", "due"),
    [("report_due_day_before", "2024-12-13T09:00"), ("report_due_4_hours", "2024-12-14T14:00")],
)
async def test_nobody_is_told_late(town: Reminded, rule: str, due: str) -> None:
    """Also where it has to be known first who reported. The quickest of three: others use this machine."""
    await town.until(f"rule = '{rule}' and due = '{due}+08'", 3)
    town.goes_on((at(due) - timedelta(seconds=4)).strftime("%Y-%m-%dT%H:%M:%S"))
    sent = await town.until(f"rule = '{rule}' and due = '{due}+08' and state = 'sent'", 3)
    late = [row["sent"] - row["due"] for row in sent]
    assert timedelta() <= min(late) <= timedelta(seconds=5), late


async def test_what_is_due_together_is_one_message(town: Reminded) -> None:
    await town.until("rule = 'report_overdue' and due = '2024-12-16 01:00Z'", 6)
    await town.stands_at("2024-12-16T09:00:00")
    sent = await town.until("state = 'sent'", 9)
    assert min(town.mails()) == "d-1@town.example: 【待补报】第1期汇总表 — 产业服务中心"
    assert len({row["message"] for row in sent}) == len(town.mails()) == 5
    assert all(row["text_hash"] and row["judged_on"] for row in sent)


async def test_who_reports_for_two_is_told_once(town: Reminded) -> None:
    """By whichever contact: what one address gets at once is one message, and three a day are three."""
    await town.service.put("filer/v-2/reporter", email="V-1@town.example", name="张三")
    await town.until("rule = 'report_due_3_days' and state = 'planned' and due < '2024-12-15'", 3)
    town.now("2024-12-11T09:00:01")
    sent = await town.until("state = 'sent'", 3)
    assert len({row["message"] for row in sent}) == len(town.mails()) == 2
    (both,) = [mail for mail in town.mailbox.got if str(mail["To"]).lower().startswith("v-1@")]
    text = both.get_body(("plain",))
    assert text is not None
    assert {"明月村", "千盏村"} <= {name for name in ("明月村", "千盏村") if name in text.get_content()}
    # Three that day by one of his contacts are enough for the other too.
    await town.execute(
        "update reminders set claimed = '2024-12-13 00:30Z', state = 'sent', message = id, sent = claimed"
        " where recipient = 'filer/v-2/reporter' and rule in ('report_overdue', 'report_overdue_again')"
        " and due < '2024-12-19'"
    )
    town.now("2024-12-13T09:00:01")
    await town.until(
        "rule = 'report_due_day_before' and reason = 'enough_for_today' and wake = '2024-12-14 08:00+08'", 2
    )


async def test_what_is_done_is_not_reminded_of(town: Reminded) -> None:
    await town.until("subject = 'report/c-1/1/v-1' and rule = 'report_due_4_hours' and state = 'planned'")
    reporting = town.chains["reporting"]
    reporting.say("submission.signed", "filing/c-1", at("2024-12-10T10:00"), **signed("v-1"))
    await town.tell()
    await town.until("subject = 'report/c-1/1/v-1' and state = 'planned'", 0)
    ended = await town.rows("subject = 'report/c-1/1/v-1'")
    assert {(row["state"], row["reason"]) for row in ended} == {("cancelled", "done")}
    counted = {"rule": "report_due_4_hours", "channel": "email", "outcome": "cancelled"}
    assert (REGISTRY.get_sample_value("paicha_reminders_total", counted) or 0) >= 1
    town.now("2024-12-11T09:00:00")
    await town.until("state = 'sent'", 2)
    assert not any("v-1@" in mail for mail in town.mails())


async def test_a_major_hazard_is_told_at_night(town: Reminded) -> None:
    await town.until("rule = 'report_due_3_days' and due < '2024-12-15'", 3)
    town.now("2024-12-12T23:30:00")
    found = at("2024-12-12T23:29")
    town.chains["hazards"].say(
        "hazard.found", "hazard/h-1", found, hazard_id="h-1", unit_id="u-1", by="v-1", severity="major",
        description="通道堵塞",
    )  # fmt: skip
    await town.tell()
    await town.until("rule = 'major_found' and state = 'sent'", 5)
    assert sorted(mail.partition("@")[0] for mail in town.mails()) == [
        "d-1",
        "head",
        "member",
        "office",
        "v-1",
    ]


async def test_a_message_that_may_have_been_taken_is_in_doubt(town: Reminded) -> None:
    town.mailbox.data = HANG_UP
    await town.until("rule = 'report_due_3_days' and due < '2024-12-15'", 3)
    town.now("2024-12-11T09:00:00")
    doubted = await town.until("state = 'uncertain'", 3)
    assert len(town.mails()) == 3, doubted
    town.mailbox.data = None
    await asyncio.sleep(3)
    assert len(town.mails()) == 3, "nobody sends them again"


async def test_a_server_that_is_away_is_asked_again(town: Reminded) -> None:
    town.mailbox.rcpt = "451 later"
    await town.until("rule = 'report_due_3_days' and due < '2024-12-15'", 3)
    town.now("2024-12-11T09:00:00")
    await town.until("attempts > 0 and state = 'planned'", 3)
    town.mailbox.rcpt = None
    town.now("2024-12-11T09:30:00")
    await town.until("state = 'sent'", 3)
    assert len(town.mails()) == 3
