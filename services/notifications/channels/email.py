"""E-mail over SMTP with TLS. Each step is taken by itself: it is known whether the server has the content.

A server takes a message at the end of its content (RFC 5321, 4.1.1.4). Until it has asked for the content
nothing is taken, whatever goes wrong; from then on what it does not answer is unknown.
"""

import asyncio
import re
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from aiosmtplib import SMTP, SMTPException, SMTPResponse, SMTPResponseException, SMTPServerDisconnected
from aiosmtplib.typing import SMTPStatus
from pydantic import SecretStr

from services.notifications.channels.channel import (
    NOTHING_BESIDE,
    Absent,
    Accepted,
    Beside,
    Found,
    MayGo,
    Message,
    Outcome,
    Refused,
    Unknown,
    without_asking,
)
from services.notifications.channels.copies import Copies
from services.notifications.channels.copying import Copying
from services.notifications.channels.later import put_off
from services.notifications.channels.letter import NoAddress, Sender, letter, message_id
from services.notifications.channels.loopback import is_loopback
from services.notifications.channels.mailbox_address import Security
from services.notifications.channels.smtp_answers import Step, answered

_FAULTS = (SMTPException, OSError)
"""TimeoutError and what TLS says are of the latter kind."""
_BEGINS_WITH_A_DOT = re.compile(rb"(?m)^\.")


@dataclass(frozen=True, slots=True)
class MailServer:
    host: str
    port: int
    security: Security
    user: str | None = None
    password: SecretStr | None = None

    def __post_init__(self) -> None:
        if self.security == "plain" and not is_loopback(self.host):
            raise ValueError("mail leaves this machine with TLS only")


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds."""

    command: float = 20
    until_content: float = 60
    """For all that comes before the content."""
    content: float = 120
    """For the answer to it; servers look at a message before they give one."""
    held_up: float = 300
    """From the question whether it may go until the content is handed over: a process that was stopped in
    between does it no more. Much less than the time after which a mailbox's “never got it” is believed."""


class Email:
    name = "email"

    def __init__(
        self,
        server: MailServer,
        sender: Sender,
        now: Callable[[], datetime],
        tls: ssl.SSLContext,
        patience: Patience = Patience(),
        copying: Copying | None = None,
        copies: Copies | None = None,
    ) -> None:
        self._server, self._sender, self._now = server, sender, now
        self._tls, self._patience = tls, patience
        self._copying, self._copies = copying, copies
        self.tells = copies is not None

    async def send(self, message: Message, may_go: MayGo = without_asking) -> Outcome:
        try:
            content = letter(message, self._sender, self._now()).as_bytes()
        except NoAddress:
            return Refused("address_unusable", wrong_address=True)
        smtp = self._connection()
        try:
            copied = await self._prepared(smtp, message)
            if not isinstance(copied, bool):
                return copied
            asked = time.monotonic()
            # Not before: whoever dies while he connects has surely sent nothing.
            if (refused := await may_go(copied=copied)) is not None:
                return refused
            outcome = await self._handed_over(smtp, content, message.attempt, asked)
        finally:
            _leave(smtp)
        return self._copying.judge(outcome, message) if copied and self._copying else outcome

    async def find(
        self,
        id_: str,
        to: str,  # noqa: ARG002 - the protocol's
        day: datetime,
        beside: Beside = NOTHING_BESIDE,
    ) -> Found | Absent | None:
        """No mail server tells; the mailbox of copies may."""
        if self._copies is None:
            return None
        return await self._copies.find(id_, day, beside, lambda each: message_id(each, self._sender))

    def _connection(self) -> SMTP:
        return SMTP(
            hostname=self._server.host,
            port=self._server.port,
            timeout=self._patience.command,
            use_tls=self._server.security == "tls",
            start_tls=self._server.security == "starttls",
            tls_context=None if self._server.security == "plain" else self._tls,
            local_hostname=self._sender.domain,
        )

    async def _prepared(self, smtp: SMTP, message: Message) -> Outcome | bool:
        """Whether a copy goes along. Whatever goes wrong here, the server has not got the content."""
        try:
            async with asyncio.timeout(self._patience.until_content):
                if not await self._signed_in(smtp):
                    return put_off("smtp_sign_in", message.attempt)
                return await self._addressed(smtp, message)
        except _FAULTS as fault:
            return put_off(f"smtp_{type(fault).__name__}", message.attempt)

    async def _signed_in(self, smtp: SMTP) -> bool:
        await smtp.connect()
        if self._server.user is None or self._server.password is None:
            return True
        try:
            await smtp.login(self._server.user, self._server.password.get_secret_value())
        except SMTPResponseException:
            return False  # A password that was changed is no fault of the message.
        return True

    async def _addressed(self, smtp: SMTP, message: Message) -> Outcome | bool:
        step: Step = "mail"
        try:
            await smtp.mail(self._sender.address)
            step = "rcpt"
            await smtp.rcpt(message.to)
        except SMTPResponseException as answer:
            return answered(step, answer.code, answer.message, message.attempt)
        return await self._copying.add(smtp, message) if self._copying else False

    async def _handed_over(self, smtp: SMTP, content: bytes, attempt: int, asked: float) -> Outcome:
        try:
            begun = await smtp.execute_command(b"DATA")
        except _FAULTS as fault:
            return put_off(f"smtp_{type(fault).__name__}", attempt)
        if begun.code != SMTPStatus.start_input:
            return answered("data", begun.code, begun.message, attempt)
        if time.monotonic() - asked > self._patience.held_up:
            return put_off("held_up", attempt)
        try:
            answer = await self._answer_to(smtp, content)
        except _FAULTS as fault:
            return Unknown(f"smtp_{type(fault).__name__}")
        if answer.code == SMTPStatus.completed:
            return Accepted()
        return answered("content", answer.code, answer.message, attempt)

    async def _answer_to(self, smtp: SMTP, content: bytes) -> SMTPResponse:
        if smtp.protocol is None:
            raise SMTPServerDisconnected("Connection lost")
        smtp.protocol.write(_BEGINS_WITH_A_DOT.sub(b"..", content) + b".\r\n")
        return await smtp.protocol.read_response(timeout=self._patience.content)


def _leave(smtp: SMTP) -> None:
    """Not waiting for its goodbye: until the outcome is on record, who dies leaves a doubt."""
    if smtp.protocol is not None:
        with suppress(*_FAULTS):
            smtp.protocol.write(b"QUIT\r\n")
    smtp.close()
