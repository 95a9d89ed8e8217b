"""Whether a mail was taken, asked of the mailbox of copies: a real IMAP server, and some that misbehave."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from pydantic import SecretStr

from services.notifications.channels.channel import NOTHING_BESIDE, Absent, Beside, Found, Message
from services.notifications.channels.copies import Copies, PatienceWithMailbox
from services.notifications.channels.imap_visit import Visit
from services.notifications.channels.letter import letter, message_id, read_sender
from services.notifications.channels.mailbox_address import MailboxAddress, Security, read_mailbox_address
from shared.metrics import MAIL_COPIES_MISSING
from tests.notifications.channels.certificates import certificate
from tests.support.copies import ADDRESS, CopiesServer, copies_server

SENDER = read_sender("镇安委办 <anwei@town.example>")
SENT = datetime(2024, 12, 13, 9, 0, 0, 400_000, tzinfo=UTC)
LATER = SENT + timedelta(minutes=20)
BESIDE = Beside(("before",), ("after",))
TLS = ssl.create_default_context()
QUICK = PatienceWithMailbox(answer=0.5, together=1.0, after_a_fault=0.0)


def mail(id_: str, at: datetime = SENT) -> bytes:
    return letter(Message(id_, "zhang@village.example", "题", "文"), SENDER, at).as_bytes()


def copies(server: CopiesServer, now: datetime = LATER, tls: ssl.SSLContext = TLS, **other: Any) -> Copies:
    security: Security = other.get("security", "plain")
    at = MailboxAddress(
        "127.0.0.1", other.get("port", server.port), security, ADDRESS, other.get("folder", "INBOX")
    )
    secret = SecretStr(other["password"]) if "password" in other else server.secret
    return Copies(at, secret, tls, lambda: now, other.get("patience", PatienceWithMailbox(after_a_fault=0)))


async def found(asked: Copies, beside: Beside = BESIDE) -> Found | Absent | None:
    return await asked.find("mine", SENT, beside, lambda id_: message_id(id_, SENDER))


@pytest.fixture
async def server() -> AsyncIterator[CopiesServer]:
    async with copies_server() as opened:
        yield opened


async def filled(server: CopiesServer, *ids: str) -> None:
    for id_ in ids:
        await server.deliver(mail(id_))


async def test_its_copy_lies_there(server: CopiesServer) -> None:
    await filled(server, "other", "mine", "mine2", "not-mine")
    assert await found(copies(server, SENT), NOTHING_BESIDE) == Found()


async def test_it_never_came_where_all_others_did(server: CopiesServer) -> None:
    await filled(server, "before", "not-mine", "after")
    assert await found(copies(server)) == Absent()
    assert MAIL_COPIES_MISSING._value.get() == 0


async def test_nothing_is_said_too_early_or_of_what_had_no_copy(server: CopiesServer) -> None:
    await filled(server, "before", "after")
    assert await found(copies(server, SENT + timedelta(minutes=15))) is None
    for beside in (NOTHING_BESIDE, Beside(("before",)), Beside((), ("after",))):
        assert await found(copies(server), beside) is None


@pytest.mark.parametrize("there", [(), ("before",), ("after",), ("elsewhere",)])
async def test_a_folder_without_the_copies_that_must_be_there_says_nothing(
    server: CopiesServer, there: tuple[str, ...]
) -> None:
    await filled(server, *there)
    assert await found(copies(server)) is None
    assert MAIL_COPIES_MISSING._value.get() == 1


async def test_a_folder_that_was_emptied_says_nothing(server: CopiesServer) -> None:
    await filled(server, "before", "mine")
    await server.empty()
    await filled(server, "after")
    assert await found(copies(server)) is None


async def test_a_folder_that_one_mail_was_taken_out_of_says_nothing(server: CopiesServer) -> None:
    await filled(server, "before", "mine", "after")
    await server.remove("2")
    assert await found(copies(server)) is None
    assert MAIL_COPIES_MISSING._value.get() == 1


async def test_the_last_one_taken_out_is_noticed_too(server: CopiesServer) -> None:
    await filled(server, "before", "after", "mine")
    await server.remove("3")
    assert await found(copies(server)) is None


async def test_the_copy_of_an_earlier_sending_is_not_taken_for_this_one(server: CopiesServer) -> None:
    """Nor its absence believed: some servers keep only one of two mails with the same id."""
    await filled(server, "before", "after")
    await server.deliver(mail("mine", SENT - timedelta(hours=1)))
    assert await found(copies(server)) is None
    await server.deliver(mail("mine", SENT))
    assert await found(copies(server)) == Found()


@pytest.mark.parametrize("wrong", [{"password": "changed"}, {"folder": "Elsewhere"}, {"port": 1}])
async def test_a_mailbox_that_can_not_be_read_says_nothing(
    server: CopiesServer, wrong: dict[str, Any]
) -> None:
    await filled(server, "before", "mine", "after")
    assert await found(copies(server, **wrong)) is None
    assert MAIL_COPIES_MISSING._value.get() == 1


async def test_starttls(tmp_path: Path) -> None:
    _, trusting = certificate(tmp_path)
    pem = str(tmp_path / "server.pem")
    async with copies_server(("--cert", pem, "--key", pem)) as server:
        assert await found(copies(server, tls=trusting, security="starttls"), NOTHING_BESIDE) is None
        await server.deliver(mail("mine"))
        assert await found(copies(server, tls=trusting, security="starttls")) == Found()
        assert await found(copies(server, security="starttls")) is None, (
            "a certificate that nobody vouches for"
        )


async def test_without_starttls_no_password_is_said(server: CopiesServer) -> None:
    await filled(server, "mine")
    assert await found(copies(server, security="starttls")) is None


async def test_tls_from_the_first_byte(server: CopiesServer, tmp_path: Path) -> None:
    serving, trusting = certificate(tmp_path)
    await filled(server, "mine")

    async def through(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await asyncio.open_connection("127.0.0.1", server.port)
        await asyncio.gather(_carried(reader, outer), _carried(inner, writer))

    async with _listening(through, serving) as port:
        assert await found(copies(server, tls=trusting, security="tls", port=port)) == Found()
        assert await found(copies(server, security="tls", port=port)) is None


@pytest.mark.parametrize(
    "says",
    [
        b"",
        b"* BYE not now\r\n",
        b"* OK ready\r\n" + b"* CAPABILITY x\r\n" * 2,
        b"* OK " + b"x" * 2_000_000,
        b"220 mail.example ESMTP\r\n",
    ],
)
async def test_a_server_that_hangs_or_talks_nonsense_says_nothing_and_soon(says: bytes) -> None:
    async def nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(says)
        with suppress(OSError):
            await reader.read()

    began = time.monotonic()
    async with _listening(nonsense) as port:
        asked = copies(CopiesServer(port), patience=QUICK)
        assert await found(asked) is None
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("first", [b"", b"* OK ready\r\n"])
async def test_a_server_that_drips_is_left(server: CopiesServer, first: bytes) -> None:
    """By the thread that reads it, too."""

    async def drips(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        while not writer.is_closing():
            writer.write(b"*")
            await asyncio.sleep(0.1)

    began = time.monotonic()
    async with _listening(drips) as port:
        assert await found(copies(server, port=port, patience=QUICK)) is None
        assert time.monotonic() - began < 5


async def test_who_is_connected_too_late_hears_nobody(server: CopiesServer) -> None:
    """A name that is looked up for longer than one waits: the thread ends all the same."""
    address = read_mailbox_address(server.url)
    visit = Visit(address, server.secret, ssl.create_default_context(), 10)
    visit.end()
    with pytest.raises(TimeoutError, match="nobody waited"):
        await asyncio.to_thread(visit.look, ["<mine@town.example>"])


async def test_after_a_fault_it_is_let_alone_for_a_while(server: CopiesServer) -> None:
    asked = copies(server, password="changed", patience=PatienceWithMailbox(after_a_fault=60))
    assert await found(asked) is None
    await filled(server, "mine")
    asked._password = server.secret
    assert await found(asked) is None


async def _carried(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while part := await reader.read(65_536):
            writer.write(part)
    writer.close()


@asynccontextmanager
async def _listening(handler: Any, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """Whoever is inside at the end is waited for: what stays open would be another test's fault."""
    inside: list[asyncio.Task[Any]] = []

    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inside.append(cast("asyncio.Task[Any]", asyncio.current_task()))
        try:
            await handler(reader, writer)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    listening = await asyncio.start_server(met, "127.0.0.1", 0, ssl=tls)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        listening.close()
        await asyncio.sleep(0.2)  # a handshake that was broken off gets to nobody
        async with asyncio.timeout(10):
            await asyncio.gather(*inside)
