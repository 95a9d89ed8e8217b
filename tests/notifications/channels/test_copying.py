"""A copy for a mailbox of the sender's own: one recipient more, and never why a mail does not arrive."""
# ruff: noqa: N802 - handlers of aiosmtpd

import asyncio
import ssl
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from services.notifications.channels.channel import Accepted, Message, Outcome, PutOff, Refused, Unknown
from services.notifications.channels.copying import Copying
from services.notifications.channels.email import Email, MailServer, Patience
from services.notifications.channels.letter import read_sender
from tests.notifications.channels.mail_servers import HANG_UP, Mailbox, mail_server

COPIES, ZHANG = "copies@town.example", "zhang@village.example"
MESSAGE = Message("abc123", ZHANG, "题", "文")
QUICK = Patience(command=0.4, until_content=1.5, content=0.4, held_up=0.3)


@dataclass
class Fussy(Mailbox):
    """Does as the test says about copies alone."""

    copy: str | None = None
    content: str | None = None

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        self.rcpt = self.copy if address == COPIES else None
        if self.rcpt is None:
            return await super().handle_RCPT(server, session, envelope, address, options)
        self.addressed.append(address)
        return await self._answer(server, self.rcpt)

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        self.data = self.content if COPIES in envelope.rcpt_tos else None
        return await super().handle_DATA(server, session, envelope)


def email(port: int) -> Email:
    sender = read_sender("镇安委办 <anwei@town.example>")
    server = MailServer("127.0.0.1", port, "plain")
    now = datetime(2024, 12, 13, 1, 0, tzinfo=UTC)
    return Email(server, sender, lambda: now, ssl.create_default_context(), QUICK, Copying(COPIES))


async def sent(mailbox: Mailbox, *messages: Message) -> list[tuple[Outcome, bool | None]]:
    """The outcomes, and whether it was said before that a copy goes along."""
    told: list[bool] = []

    async def may_go(*, copied: bool = False) -> None:
        told.append(copied)

    found: list[tuple[Outcome, bool | None]] = []
    async with mail_server(mailbox) as port:
        channel = email(port)
        for message in messages:
            told.clear()
            found.append((await channel.send(message, may_go), told[0] if told else None))
    return found


def attempt(number: int) -> Message:
    return replace(MESSAGE, attempt=number)


async def test_it_goes_to_both_and_no_header_says_so() -> None:
    mailbox = Fussy()
    assert await sent(mailbox, MESSAGE) == [(Accepted(), True)]
    assert mailbox.addressed == [ZHANG, COPIES]
    (got,) = mailbox.got
    assert COPIES not in got.as_string()
    assert got["To"] == ZHANG


async def test_who_is_the_mailbox_of_copies_gets_one() -> None:
    mailbox = Fussy()
    assert await sent(mailbox, replace(MESSAGE, to="Copies@town.example")) == [(Accepted(), True)]
    assert mailbox.addressed == ["Copies@town.example"]


async def test_a_copy_that_is_refused_for_good_is_left_out() -> None:
    mailbox = Fussy(copy="550 5.1.1 nobody here")
    assert await sent(mailbox, MESSAGE) == [(Accepted(), False)]
    assert len(mailbox.got) == 1


async def test_a_copy_that_may_be_taken_in_a_moment_is_waited_for_twice() -> None:
    mailbox = Fussy(copy="451 4.7.1 greylisted")
    assert await sent(mailbox, attempt(1), attempt(2), attempt(3)) == [
        (PutOff(10, "copy_451"), None), (PutOff(10, "copy_451"), None), (Accepted(), False),
    ]  # fmt: skip


async def test_a_server_that_hangs_up_over_the_copy_gets_the_mail_without_it_at_last() -> None:
    mailbox = Fussy(copy=HANG_UP)
    outcomes = await sent(mailbox, *(attempt(number) for number in range(1, 7)))
    assert all(isinstance(outcome, PutOff) for outcome, _ in outcomes[:5])
    assert outcomes[5] == (Accepted(), False)
    assert len(mailbox.got) == 1


async def test_a_mail_that_is_refused_with_its_copy_is_tried_without() -> None:
    mailbox = Fussy(content="554 5.7.1 too many recipients")
    assert await sent(mailbox, MESSAGE, attempt(2)) == [
        (PutOff(1, "smtp_554_5.7.1"), True), (Accepted(), False),
    ]  # fmt: skip


async def test_what_is_refused_without_it_too_is_refused() -> None:
    class Strict(Fussy):
        async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
            envelope.rcpt_tos.append(COPIES)
            return await super().handle_DATA(server, session, envelope)

    outcomes = await sent(Strict(content="554 5.7.1 spam"), MESSAGE, attempt(2))
    assert outcomes == [(PutOff(1, "smtp_554_5.7.1"), True), (Refused("smtp_554_5.7.1"), False)]


async def test_a_wrong_address_is_one_with_a_copy_too() -> None:
    mailbox = Mailbox(rcpt="550 5.1.1 nobody here")
    assert await sent(mailbox, MESSAGE) == [(Refused("smtp_550_5.1.1", wrong_address=True), None)]
    assert mailbox.addressed == [ZHANG]


async def test_no_answer_stays_unknown() -> None:
    assert await sent(Fussy(content=HANG_UP), MESSAGE) == [(Unknown("smtp_SMTPServerDisconnected"), True)]


@pytest.mark.parametrize(("held", "outcome"), [(0.0, Accepted()), (0.6, PutOff(60, "held_up"))])
async def test_who_is_held_up_after_the_question_hands_nothing_over(held: float, outcome: Outcome) -> None:
    """Others may have been told by then that it never came."""
    mailbox = Fussy()

    async def stopped(*, copied: bool = False) -> None:
        assert copied
        await asyncio.sleep(held)

    async with mail_server(mailbox) as port:
        assert await email(port).send(MESSAGE, stopped) == outcome
        await asyncio.sleep(0.2)
    assert len(mailbox.got) == isinstance(outcome, Accepted)
