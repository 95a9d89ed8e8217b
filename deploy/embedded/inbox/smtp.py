"""A mail server on loopback: takes every mail, and shows it instead of carrying it on."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.embedded.inbox.mail import content_of
from deploy.embedded.inbox.received import Content
from shared.http.serve import LOOPBACK

LARGEST_MAIL = 256 * 1024
MOST_RECIPIENTS = 50
_IDLE_SECONDS = 60

# At INFO it logs who writes to whom.
logging.getLogger("mail.log").setLevel(logging.ERROR)


class _Taking:
    """The names are those that the library asks for."""

    def __init__(self, take: Callable[[Content], None]) -> None:
        self._take = take

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 Too many recipients"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        raw = envelope.original_content or b""
        try:
            self._take(content_of(raw, envelope.rcpt_tos))
        except OSError:
            return "452 No room on the disk"
        return "250 OK"


@asynccontextmanager
async def mail_server(port: int, take: Callable[[Content], None]) -> AsyncIterator[int]:
    """The port it listens on."""
    loop = asyncio.get_running_loop()
    speaking = partial(
        SMTP,
        _Taking(take),
        data_size_limit=LARGEST_MAIL,
        enable_SMTPUTF8=True,
        hostname="inbox.example.invalid",
        ident="paicha demo",
        timeout=_IDLE_SECONDS,
        loop=loop,
    )
    server = await loop.create_server(speaking, LOOPBACK, port)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()
