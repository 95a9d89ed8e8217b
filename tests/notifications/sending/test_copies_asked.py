"""Mails in doubt, asked of the mailbox that has their copies: found, never got there, or nothing is known."""
# ruff: noqa: N802 - handlers of aiosmtpd

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from tests.notifications.channels.mail_servers import HANG_UP, Mailbox
from tests.notifications.sending.town import Reminded, at, reminded
from tests.support.buses import TestBus
from tests.support.copies import ADDRESS, CopiesServer, copies_server
from tests.support.databases import TestDatabase

FIRST = "due = '2024-12-11T09:00+08'"
A_LOOK_SECONDS = 5


@dataclass
class Delivering(Mailbox):
    """Delivers copies, of what it takes: of some mails it loses the answer, or the mail before it has it."""

    copies: CopiesServer | None = None
    unanswered: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    refuses_copies: bool = False

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address == ADDRESS and self.refuses_copies:
            return "550 5.7.1 no copies"
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        to = envelope.rcpt_tos[0]
        if to in self.lost:
            return await self._answer(server, HANG_UP)
        if ADDRESS in envelope.rcpt_tos and self.copies is not None:
            await self.copies.deliver(envelope.content)
        self.data = HANG_UP if to in self.unanswered else None
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
async def town(
    bus: TestBus, own: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Reminded]:
    async with copies_server() as server:
        for name, value in server.settings.items():
            monkeypatch.setenv(f"PAICHA_{name}", value)
        mailbox = Delivering(copies=server)
        async with reminded(bus, own, tmp_path, monkeypatch, "2024-12-10T10:00", mailbox) as running:
            await running.until("rule = 'report_due_3_days' and state = 'planned'", 3)
            yield running


def provider(town: Reminded) -> Delivering:
    assert isinstance(town.mailbox, Delivering)
    return town.mailbox


def to_v_2(town: Reminded) -> int:
    return sum(mail.startswith("v-2@") for mail in town.mails())


async def major(town: Reminded, number: int, moment: str) -> None:
    """Sent at once to five, in mails of their own: surely taken."""
    await town.stands_at(moment)
    town.chains["hazards"].say(
        "hazard.found", f"hazard/h-{number}", at(moment), hazard_id=f"h-{number}", unit_id="u-1", by="v-1",
        severity="major", description="通道堵塞",
    )  # fmt: skip
    await town.tell()
    await town.until(f"subject = 'hazard/h-{number}' and state = 'sent'", 5)


async def doubted(town: Reminded) -> str:
    """Of three mails the one to v-2; the town goes on meanwhile."""
    await major(town, 1, "2024-12-11T08:30:00")
    return await left_open(town)


async def left_open(town: Reminded) -> str:
    await town.stands_at("2024-12-11T09:00:01")
    await town.until(f"{FIRST} and state = 'sent'", 2)
    (row,) = await town.until(f"{FIRST} and state = 'uncertain'")
    assert row["reason"] == "smtp_SMTPServerDisconnected"
    return str(row["id"])


async def asked(town: Reminded, *moments: str) -> None:
    for moment in moments:
        town.now(f"2024-12-11T{moment}")
        await asyncio.sleep(A_LOOK_SECONDS)


async def test_what_was_taken_is_found_and_not_sent_again(town: Reminded) -> None:
    provider(town).unanswered.add("v-2@town.example")
    id_ = await doubted(town)
    many = len(town.mails())
    town.now("2024-12-11T09:01:10")
    (row,) = await town.until(f"id = '{id_}' and state = 'sent'")
    assert (row["attempts"], len(town.mails())) == (1, many)


async def test_what_never_came_is_sent_again_once_everything_around_is_there(town: Reminded) -> None:
    provider(town).lost.add("v-2@town.example")
    id_ = await doubted(town)
    provider(town).lost.clear()
    await asked(town, "09:01:10", "09:14:00", "09:40:00")
    # Nothing was surely taken since: whether copies still arrive, nobody knows.
    await town.until(f"id = '{id_}' and state = 'uncertain'")
    await major(town, 2, "2024-12-11T10:00:00")
    to_him = to_v_2(town)
    town.now("2024-12-11T11:00:00")
    (row,) = await town.until(f"id = '{id_}' and state = 'sent'")
    assert (row["attempts"], to_v_2(town)) == (2, to_him + 1)


async def test_where_copies_do_not_arrive_nothing_is_sent_again(town: Reminded) -> None:
    provider(town).unanswered.add("v-2@town.example")
    copies, provider(town).copies = provider(town).copies, None
    id_ = await doubted(town)
    provider(town).copies = copies
    await major(town, 2, "2024-12-11T10:00:00")
    await asked(town, "11:00:00", "16:00:00")
    await town.until(f"id = '{id_}' and state = 'uncertain'")


async def test_a_mail_whose_copy_was_refused_is_never_said_to_be_absent(town: Reminded) -> None:
    await major(town, 1, "2024-12-11T08:30:00")
    provider(town).unanswered.add("v-2@town.example")
    provider(town).refuses_copies = True
    id_ = await left_open(town)
    provider(town).refuses_copies = False
    many = to_v_2(town)
    await major(town, 2, "2024-12-11T10:00:00")
    await asked(town, "11:00:00", "16:00:00")
    await town.until(f"id = '{id_}' and state = 'uncertain'")
    assert to_v_2(town) == many
