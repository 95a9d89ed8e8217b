"""A day on which nothing ran: what still matters goes out once, the rest is overtaken, nothing in a burst."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from services.notifications.policy.policy import DEFAULT
from shared.clock import DemoTime
from tests.notifications.channels.mail_servers import Mailbox
from tests.notifications.sending.replicas import replicas
from tests.notifications.sending.town import at, registry, signed
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.demo_clocks import keep_clock

VILLAGES = tuple(f"v-{number}" for number in range(1, 21))
A_MINUTE, SPEED = 6, 20
NEARLY_A_MINUTE = timedelta(seconds=58)
"""Between counting and claiming moments of the quick clock go by."""


def policy(folder: Path) -> str:
    """As the product's own, with a slower rate."""
    text = DEFAULT.read_text("utf-8")
    assert "a_minute: 300" in text
    path = folder / "policy.yaml"
    path.write_text(text.replace("a_minute: 300", f"a_minute: {A_MINUTE}"), "utf-8")
    return str(path)


async def test_after_a_day_of_downtime(bus: TestBus, own: TestDatabase, tmp_path: Path) -> None:
    mailbox = Mailbox()
    chain = registry(VILLAGES)
    async with replicas(
        bus, own, tmp_path, "2024-12-13T08:00", mailbox, chain, many=1, REMINDERS_FILE=policy(tmp_path)
    ) as running:
        town = running.town
        for filer in (*VILLAGES, "d-1"):
            await town.service.put(f"filer/{filer}/reporter", email=f"{filer}@town.example")
        for holder in ("list/safety-office/one", "official/o-1", "official/o-2"):
            await town.service.put(holder, email=f"{holder.replace('/', '-')}@town.example")
        await town.tell()
        await town.until("rule = 'report_due_day_before' and due < '2024-12-14' and state = 'planned'", 21)
        await running.kill()
        # While nothing runs: one reports, and a major hazard is found.
        town.chains["reporting"].say(
            "submission.signed", "filing/c-1", at("2024-12-13T15:00"), **signed("v-1")
        )
        town.chains["hazards"].say(
            "hazard.found", "hazard/h-1", at("2024-12-13T23:00"), hazard_id="h-1", unit_id="u-1", by="v-2",
            severity="major", description="通道堵塞",
        )  # fmt: skip
        await town.tell()
        back = at("2024-12-14T14:05")
        keep_clock(tmp_path, DemoTime(start=back, anchor=datetime.now(UTC), speed=SPEED))
        await running.start()
        await town.until("rule = 'report_due_4_hours' and due < '2024-12-15' and state = 'sent'", 20)
        await asyncio.sleep(2)
        rows = await town.rows("due <= '2024-12-14 14:00+08'")
    # Whoever reported meanwhile has no day before any more, for whichever of two reasons.
    told = {
        (row["rule"], row["state"], row["reason"])
        for row in rows
        if (row["rule"], row["recipient"]) != ("report_due_day_before", "filer/v-1/reporter")
    }
    assert told == {
        ("report_due_day_before", "cancelled", "overtaken"),
        ("report_due_4_hours", "cancelled", "done"),
        ("report_due_4_hours", "sent", None),
        ("major_found", "sent", None),
    }
    overtaken = {row["recipient"] for row in rows if row["reason"] == "overtaken"}
    assert overtaken - {"filer/v-1/reporter"} == {
        f"filer/{filer}/reporter" for filer in (*VILLAGES[1:], "d-1")
    }
    urgent = sum(row["urgent"] for row in rows)
    mails = town.mails()
    assert len(mails) == len(set(mails)) == 20 + urgent
    claimed = [row["claimed"] for row in rows if row["state"] == "sent"]
    for first in claimed:
        within = sum(first <= each < first + NEARLY_A_MINUTE for each in claimed)
        assert within <= A_MINUTE + urgent, claimed
