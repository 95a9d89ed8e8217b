"""Replays and rebuilds send nothing: they have no right to. What is done is done in one transaction."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from nats.errors import Error as NatsError

from tests.notifications.channels.mail_servers import Mailbox
from tests.notifications.sending.town import Reminded, at, reminded, signed
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase

THREE_DAYS = "rule = 'report_due_3_days' and due < '2024-12-15'"
OF_ROWS = "select id, state, attempts, sent from reminders where state <> 'cancelled' order by id"


async def test_logs_folded_anew_send_nothing(
    bus: TestBus, own: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the real channels attached, and everything due once more if it were forgotten."""
    async with reminded(bus, own, tmp_path, monkeypatch, "2024-12-10T10:00", Mailbox()) as town:
        town.chains["reporting"].say(
            "submission.signed", "filing/c-1", at("2024-12-10T10:00"), **signed("v-1")
        )
        await town.tell()
        await town.until(f"{THREE_DAYS} and state = 'planned'", 2)
        town.goes_on("2024-12-11T09:00:01")
        await town.until(f"{THREE_DAYS} and state = 'sent'", 2)
        before = await read(own, OF_ROWS)
        await followed(town)
    await emptied(own)
    mailbox = Mailbox()
    async with reminded(bus, own, tmp_path, monkeypatch, "2024-12-11T09:30", mailbox) as again:
        again.said |= town.said
        again.chains |= town.chains
        again.goes_on("2024-12-11T09:30")
        await followed(again)
        await asyncio.sleep(3)
        assert again.mails() == []
        assert await read(own, OF_ROWS) == before


async def emptied(own: TestDatabase) -> None:
    """As the owner empties what is folded."""
    owner = await asyncpg.connect(own.owner_dsn)
    await owner.execute("truncate subjects, checkpoints")
    await owner.close()


async def followed(town: Reminded) -> None:
    """Everything said was applied and planned."""
    many = sum(len(chain.events) for chain in town.chains.values())
    known = f"select sum(position) = {many} and not exists (select from to_plan) from checkpoints"
    async with asyncio.timeout(60):
        while await read(town.database, known) != [(True,)]:
            await asyncio.sleep(0.2)


async def read(own: TestDatabase, question: str) -> Sequence[Any]:
    admin = await asyncpg.connect(own.admin_dsn)
    try:
        return [tuple(row) for row in await admin.fetch(question)]
    finally:
        await admin.close()


@pytest.mark.parametrize(
    "statement",
    [
        "insert into reminders (id) values ('a')",
        "update reminders set state = 'planned'",
        "delete from reminders",
        "insert into sending_record (number) values (1)",
        "delete from to_plan",
    ],
)
async def test_what_folds_may_not_write_reminders(own: TestDatabase, statement: str) -> None:
    folding = await asyncpg.connect(own.dsn)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await folding.execute(statement)
    await folding.close()


@pytest.mark.parametrize("subject", ["deliver.email", "deliver.sms", f"sent.{'a' * 26}"])
async def test_what_follows_may_not_publish_reminders(bus: TestBus, subject: str) -> None:
    follower = await bus.connect("notifications")
    refused: list[Exception] = []

    async def told(error: Exception) -> None:
        refused.append(error)

    follower._error_cb = told  # nats-py hands refusals to nobody else
    with pytest.raises((NatsError, TimeoutError)):
        await follower.jetstream(timeout=1).publish(subject, b"a")
    assert any("permissions violation" in str(error).lower() for error in refused)
    assert (
        await (await bus.connect("provisioner")).jetstream(timeout=30).stream_info("SENT")
    ).state.messages == 0


async def test_done_cancels_everything_at_once(
    bus: TestBus, own: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every stage, escalation and channel: there is no moment with a part of it."""
    of_form = "subject = 'report/c-1/1/v-1'"
    async with reminded(bus, own, tmp_path, monkeypatch, "2024-12-10T10:00", Mailbox()) as town:
        await town.until(f"{of_form} and rule = 'report_due_4_hours'")
        before = len(await town.rows(of_form))
        looking = await asyncpg.connect(own.admin_dsn)
        town.chains["reporting"].say(
            "submission.signed", "filing/c-1", at("2024-12-10T10:00"), **signed("v-1")
        )
        await town.tell()
        seen = []
        async with asyncio.timeout(60):
            while not seen or seen[-1]:
                seen.append(
                    await looking.fetchval(
                        f"select count(*) from reminders where {of_form} and state = 'planned'"
                    )
                )
        await looking.close()
        assert before > 5
        assert set(seen) <= {before, 0}
        assert await town.rows(f"{of_form} and reason is distinct from 'done'") == []
