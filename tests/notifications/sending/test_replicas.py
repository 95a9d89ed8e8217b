"""Two processes of the service: one stopped between claim and call, the table restored, the broker empty."""

import asyncio
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from aiosmtpd.smtp import SMTP

from tests.notifications.channels.mail_servers import Mailbox
from tests.notifications.sending.replicas import Replicas, replicas
from tests.notifications.sending.town import registry
from tests.notifications.test_process import ready
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.long import LONG
from tests.support.servers import Running

STOPPED_SECONDS = 600 if LONG else 10
THREE_DAYS = "rule = 'report_due_3_days' and due < '2024-12-15'"


class Holding(Mailbox):
    """Lets nobody go on until it is told to: before there is a key, or with the content in its hands."""

    def __init__(self, at_content: bool) -> None:
        super().__init__()
        self.at_content = at_content
        self.many = 0
        self.held = asyncio.Event()
        """All three."""
        self.go_on = asyncio.Event()

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if not self.at_content:
            await self._hold()
        return await super().handle_MAIL(server, session, envelope, address, options)

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.at_content:
            await self._hold()
        return await super().handle_DATA(server, session, envelope)

    async def _hold(self) -> None:
        self.many += 1
        if self.many == 3:
            self.held.set()
        await self.go_on.wait()


@asynccontextmanager
async def town(
    bus: TestBus, own: TestDatabase, folder: Path, mailbox: Mailbox, many: int = 2
) -> AsyncIterator[Replicas]:
    async with replicas(bus, own, folder, "2024-12-10T10:00", mailbox, registry(), many) as running:
        for filer in ("v-1", "v-2", "d-1"):
            await running.town.service.put(f"filer/{filer}/reporter", email=f"{filer}@town.example")
        await running.town.tell()
        await running.town.until(f"{THREE_DAYS} and state = 'planned'", 3)
        yield running


@pytest.mark.parametrize(
    ("at_content", "session_lost", "left"),
    [(False, False, "sending"), (False, True, "sent"), (True, True, "uncertain")],
)
async def test_stopped_between_claim_and_call(
    bus: TestBus, own: TestDatabase, tmp_path: Path, at_content: bool, session_lost: bool, left: str
) -> None:
    """Another leaves alone what the stopped one may have sent, and sends what that one can't any more."""
    mailbox = Holding(at_content)
    async with town(bus, own, tmp_path, mailbox) as running:
        stopped, works_on = running.each
        await works_on.kill()
        running.town.goes_on("2024-12-11T09:00:01")
        await asyncio.wait_for(mailbox.held.wait(), 60)
        await running.town.until(f"{THREE_DAYS} and state = 'sending'", 3)
        stopped.tell(signal.SIGSTOP)
        if session_lost:
            await end_sessions(own)
        mailbox.go_on.set()
        await works_on.start()
        await ready(works_on.health)
        await asyncio.sleep(STOPPED_SECONDS)
        await running.town.until(f"{THREE_DAYS} and state = '{left}'", 3)
        assert len(running.town.mails()) == (0 if left == "sending" else 3)
        stopped.tell(signal.SIGCONT)
        await asyncio.sleep(5)
        # What its provider hung up on meanwhile was surely not taken, and is put off.
        running.town.goes_on("2024-12-11T09:30:00")
        await running.town.until(f"{THREE_DAYS} and state = 'sent'", 3)
        await asyncio.sleep(5)
        assert len(running.town.mails()) == len(set(running.town.mails())) == 3
        assert await running.town.fetch("select * from channel_halts") == []


async def end_sessions(own: TestDatabase) -> None:
    admin = await asyncpg.connect(own.admin)
    await admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", own.name)
    await admin.close()


@pytest.mark.parametrize("under_running", [False, True] if LONG else [True])
async def test_table_restored_from_a_backup(
    bus: TestBus, own: TestDatabase, tmp_path: Path, under_running: bool
) -> None:
    async with town(bus, own, tmp_path, Mailbox()) as running:
        await running.kill()
        await in_place_of(own, f"create database backup_{own.name} template {own.name} owner {own.owner}")
        await running.start()
        running.town.goes_on("2024-12-11T09:00:01")
        await running.town.until(f"{THREE_DAYS} and state = 'sent'", 3)
        if not under_running:
            await running.kill()
        await in_place_of(
            own,
            f"drop database {own.name} with (force)",
            f"alter database backup_{own.name} rename to {own.name}",
        )
        if not under_running:
            await running.start()
        await running.town.until(f"{THREE_DAYS} and state = 'uncertain'", 3)
        await asyncio.sleep(2)
        assert len(running.town.mails()) == 3
        running.town.goes_on("2024-12-13T09:00:01")
        await running.town.until("rule = 'report_due_day_before' and state = 'sent'", 3)


async def in_place_of(own: TestDatabase, *statements: str) -> None:
    admin = await asyncpg.connect(own.admin)
    for statement in statements:
        await admin.execute(statement)
    await admin.close()


async def test_broker_lost_its_disk(
    own: TestDatabase, own_bus: TestBus, own_nats_server: Running, tmp_path: Path
) -> None:
    """SENT and DELIVERIES are made anew; what was sent is known to the table."""
    async with town(own_bus, own, tmp_path, Mailbox()) as running:
        running.town.goes_on("2024-12-11T09:00:01")
        await running.town.until(f"{THREE_DAYS} and state = 'sent'", 3)
        await asyncio.to_thread(own_nats_server.kill)
        shutil.rmtree(tmp_path / "nats" / "store")
        await asyncio.to_thread(own_nats_server.start)
        await own_bus.fresh_streams()
        running.town.said.clear()
        await running.town.tell()
        running.town.goes_on("2024-12-13T09:00:01")
        await running.town.until("rule = 'report_due_day_before' and state = 'sent'", 3)
        await asyncio.sleep(2)
        assert len(running.town.mails()) == 6
