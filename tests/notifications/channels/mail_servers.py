"""A real SMTP server that does as a test says at each step."""
# ruff: noqa: ARG002, N802 - the handlers of aiosmtpd have such names and arguments

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

HANG, HANG_UP = "hang", "hang up"
USER = LoginPassword(b"anwei", b"secret")


@dataclass
class Mailbox:
    """What came, and what is answered: a line, HANG, HANG_UP, or nothing where all is well."""

    mail: str | None = None
    rcpt: str | None = None
    data: str | None = None
    got: list[EmailMessage] = field(default_factory=list)
    addressed: list[str] = field(default_factory=list)
    signed_in: list[LoginPassword] = field(default_factory=list)

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        envelope.mail_from = address
        return await self._answer(server, self.mail)

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        envelope.rcpt_tos.append(address)
        self.addressed.append(address)
        return await self._answer(server, self.rcpt)

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        if self.data is None or self.data in (HANG, HANG_UP):
            self.got.append(message)
        return await self._answer(server, self.data)

    def signs_in(self, server: SMTP, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        self.signed_in.append(given)
        return AuthResult(success=given == USER, handled=False)

    async def _answer(self, server: SMTP, answer: str | None) -> str:
        match answer:
            case "hang":
                await asyncio.sleep(3600)
            case "hang up":
                assert server.transport is not None
                server.transport.abort()
        return answer or "250 OK"


@asynccontextmanager
async def mail_server(
    mailbox: Mailbox, tls: ssl.SSLContext | None = None, *, implicit: bool = False, auth: bool = False
) -> AsyncIterator[int]:
    """Its port."""
    loop = asyncio.get_running_loop()

    def protocol() -> SMTP:
        warnings.filterwarnings("ignore", message="Requiring AUTH while not requiring TLS")  # It has TLS.
        return SMTP(
            mailbox, loop=loop, hostname="mail.test", tls_context=None if implicit else tls,
            require_starttls=tls is not None and not implicit, auth_required=auth,
            auth_require_tls=not implicit, authenticator=mailbox.signs_in,
        )  # fmt: skip

    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=tls if implicit else None)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
