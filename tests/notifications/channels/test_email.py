"""E-mail against real SMTP servers, with TLS, that misbehave on purpose."""

import asyncio
import ssl
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from services.notifications.channels.channel import Accepted, Message, Outcome, PutOff, Refused, Unknown
from services.notifications.channels.email import Email, MailServer, Patience, Security
from services.notifications.channels.letter import read_sender
from tests.notifications.channels.certificates import certificate
from tests.notifications.channels.mail_servers import HANG, HANG_UP, USER, Mailbox, mail_server

NOW = datetime(2024, 12, 13, 1, 0, tzinfo=UTC)
SENDER = read_sender("镇安委办 <anwei@town.example>")
QUICK = Patience(command=0.4, until_content=1.5, content=0.4)
MESSAGE = Message(
    "abc123", "zhang@village.example", "第2期报表待报送", "请于18:00前报送。", "<p>请于18:00前报送。</p>"
)


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    return certificate(tmp_path_factory.mktemp("tls"))


def email(port: int, security: Security, trusts: ssl.SSLContext, **server: Any) -> Email:
    return Email(MailServer("127.0.0.1", port, security, **server), SENDER, lambda: NOW, trusts, QUICK)


async def sent(
    mailbox: Mailbox, tls: tuple[ssl.SSLContext, ssl.SSLContext], message: Message = MESSAGE
) -> Outcome:
    async with mail_server(mailbox, tls[0]) as port:
        return await email(port, "starttls", tls[1]).send(message)


async def test_what_arrives(tls: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    mailbox = Mailbox()
    assert await sent(mailbox, tls) == Accepted()
    (got,) = mailbox.got
    assert got["Message-ID"] == "<abc123@town.example>"
    assert got["From"].addresses[0].display_name == "镇安委办"
    assert got["From"].addresses[0].addr_spec == "anwei@town.example"
    assert (got["To"], got["Subject"]) == ("zhang@village.example", "第2期报表待报送")
    assert got["Date"].datetime == NOW
    assert str(got["Date"]).endswith("+0800")
    assert got.get_content_type() == "multipart/alternative"
    text, html = got.iter_parts()
    assert (text.get_content_type(), text.get_content().strip()) == ("text/plain", MESSAGE.text)
    assert (html.get_content_type(), html.get_content().strip()) == ("text/html", MESSAGE.html)


async def test_text_alone_is_no_multipart(tls: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    mailbox = Mailbox()
    message = Message("a", "zhang@village.example", "题", "文\n.\n..行")
    assert await sent(mailbox, tls, message) == Accepted()
    assert mailbox.got[0].get_content_type() == "text/plain"
    assert mailbox.got[0].get_content().split() == ["文", ".", "..行"]


async def test_implicit_tls_with_a_password(tls: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox, tls[0], implicit=True, auth=True) as port:
        known = email(port, "tls", tls[1], user="anwei", password=SecretStr("secret"))
        assert await known.send(MESSAGE) == Accepted()
        other = email(port, "tls", tls[1], user="anwei", password=SecretStr("changed"))
        assert await other.send(MESSAGE) == PutOff(60, "smtp_sign_in")
        assert await email(port, "tls", tls[1]).send(MESSAGE) == Refused("smtp_530_5.7.0")
    assert mailbox.signed_in[0] == USER
    assert len(mailbox.got) == 1


async def test_who_is_not_trusted_gets_neither_content_nor_password(
    tls: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    mailbox, stranger = Mailbox(), ssl.create_default_context()
    async with mail_server(mailbox, tls[0], auth=True) as port:
        channel = email(port, "starttls", stranger, user="anwei", password=SecretStr("secret"))
        assert isinstance(await channel.send(MESSAGE), PutOff)
    async with mail_server(mailbox) as port:  # offers no TLS
        channel = email(port, "starttls", tls[1], user="anwei", password=SecretStr("secret"))
        assert isinstance(await channel.send(MESSAGE), PutOff)
    assert (mailbox.got, mailbox.signed_in) == ([], [])


async def test_without_tls_on_this_machine_alone(tls: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox) as port:
        assert await email(port, "plain", tls[1]).send(MESSAGE) == Accepted()
    with pytest.raises(ValueError, match="TLS only"):
        MailServer("mail.town.example", 25, "plain")


@pytest.mark.parametrize(
    ("mailbox", "outcome"),
    [
        (Mailbox(mail="451 4.3.0 busy"), PutOff(60, "smtp_451_4.3.0")),
        (Mailbox(mail="554 5.7.1 not you"), Refused("smtp_554_5.7.1")),
        (Mailbox(rcpt="450 4.2.0 greylisted"), PutOff(60, "smtp_450_4.2.0")),
        (Mailbox(rcpt="550 5.1.1 <zhang@village.example> unknown"), Refused("smtp_550_5.1.1", True)),
        (Mailbox(rcpt="550 no such user"), Refused("smtp_550", True)),
        (Mailbox(rcpt="551 moved"), Refused("smtp_551", True)),
        (Mailbox(rcpt="553 mailbox name"), Refused("smtp_553", True)),
        (Mailbox(rcpt="550 5.7.1 relaying denied"), Refused("smtp_550_5.7.1")),
        (Mailbox(rcpt="552 5.2.2 full"), Refused("smtp_552_5.2.2")),
        (Mailbox(data="452 4.3.1 no room"), PutOff(60, "smtp_452_4.3.1")),
        (Mailbox(data="554 5.6.0 looks like spam"), Refused("smtp_554_5.6.0")),
        (Mailbox(data="354 what"), Unknown("smtp_354")),
        (Mailbox(mail=HANG), PutOff(60, "smtp_SMTPReadTimeoutError")),
        (Mailbox(rcpt=HANG_UP), PutOff(60, "smtp_SMTPServerDisconnected")),
        (Mailbox(data=HANG), Unknown("smtp_SMTPReadTimeoutError")),
        (Mailbox(data=HANG_UP), Unknown("smtp_SMTPServerDisconnected")),
    ],
    ids=lambda value: "" if isinstance(value, Mailbox) else str(value),
)
async def test_what_a_server_does(
    mailbox: Mailbox, outcome: Outcome, tls: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    assert await sent(mailbox, tls) == outcome


async def test_nobody_listens(tls: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    async with mail_server(Mailbox()) as port:
        pass
    assert await email(port, "starttls", tls[1]).send(MESSAGE) == PutOff(60, "smtp_SMTPConnectError")


@asynccontextmanager
async def saying(first: bytes) -> AsyncIterator[int]:
    """A server that says this and nothing more."""

    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        await reader.read()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        done.set()

    done = asyncio.Event()
    async with await asyncio.start_server(met, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]
        await done.wait()


@pytest.mark.parametrize("first", [b"", b"220 mail.test\r\n", b"554 no service\r\n", b"HTTP/1.1 400\r\n\r\n"])
async def test_nothing_is_handed_over_to_what_is_no_mail_server(
    first: bytes, tls: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    async with saying(first) as port:
        assert isinstance(await email(port, "plain", tls[1]).send(MESSAGE), PutOff)


@asynccontextmanager
async def answering(to_data: bytes) -> AsyncIterator[tuple[int, list[bytes]]]:
    """A server that answers this to DATA, where it is empty hangs up; and what it read."""
    read: list[bytes] = []

    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.test\r\n")
        while line := await reader.readline():
            read.append(line)
            if line == b"DATA\r\n" and not to_data:
                break
            writer.write(to_data if line == b"DATA\r\n" else b"250 OK\r\n")
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        done.set()

    done = asyncio.Event()
    async with await asyncio.start_server(met, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1], read
        await done.wait()


@pytest.mark.parametrize(
    ("to_data", "outcome"),
    [
        (b"", PutOff(60, "smtp_SMTPServerDisconnected")),
        (b"354", PutOff(60, "smtp_SMTPReadTimeoutError")),  # half a line, and no more
        (b"250 what\r\n", PutOff(60, "smtp_250")),
        (b"421 4.3.2 going down\r\n", PutOff(60, "smtp_421_4.3.2")),
        (b"554 5.5.1 no valid recipients\r\n", Refused("smtp_554_5.5.1")),
    ],
)
async def test_before_the_content_is_asked_for_nothing_is_taken(
    to_data: bytes, outcome: Outcome, tls: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    async with answering(to_data) as (port, read):
        assert await email(port, "plain", tls[1]).send(MESSAGE) == outcome
    assert read[3] == b"DATA\r\n"
    assert set(read[4:]) <= {b"QUIT\r\n"}


async def test_it_asks_last_whether_it_may_go(tls: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    mailbox, heard = Mailbox(), PutOff(5, "claimant_gone")

    async def may_not(*, copied: bool = False) -> Outcome:
        assert not copied
        assert (mailbox.addressed, mailbox.got) == (["zhang@village.example"], [])
        return heard

    async with mail_server(mailbox) as port:
        assert await email(port, "plain", tls[1]).send(MESSAGE, may_not) == heard
    assert mailbox.got == []


KILLED = """
import asyncio, os, signal, sys
from aiosmtpd.smtp import SMTP
class Kill:
    async def handle_DATA(self, server, session, envelope):
        open(sys.argv[1], "wb").write(envelope.content)
        os.kill(os.getpid(), signal.SIGKILL)
async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Kill(), loop=loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


async def test_a_server_killed_after_the_content(
    tmp_path: Path, tls: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    kept = tmp_path / "kept"
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, str(kept), stdout=asyncio.subprocess.PIPE
    )
    assert server.stdout is not None
    port = int(await server.stdout.readline())
    assert await email(port, "plain", tls[1]).send(MESSAGE) == Unknown("smtp_SMTPServerDisconnected")
    assert b"abc123@town.example" in kept.read_bytes()
    assert await server.wait() == -9
    assert isinstance(await email(port, "plain", tls[1]).send(MESSAGE), PutOff)


@pytest.mark.parametrize(
    "to",
    [
        "",
        "zhang",
        "a b@c.cn",
        "a@b.cn\r\nRCPT TO:<x@y.cn>",
        "a@b.cn>",
        "张@村.cn",
        "a@b.cn, c@d.cn",
        "@b.cn",
        "a@@b.cn",
    ],
)
async def test_what_is_no_address_is_refused_here(
    to: str, tls: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    mailbox = Mailbox()
    outcome = await sent(mailbox, tls, Message("a", to, "题", "文"))
    assert outcome == Refused("address_unusable", wrong_address=True)
    assert mailbox.got == []


async def test_nothing_gets_into_the_headers(tls: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    mailbox = Mailbox()
    title = "题\r\nBcc: x@y.cn\n\n<b>\x0bReply-To: z"
    await sent(mailbox, tls, Message("a", "zhang@village.example", title, "文"))
    (got,) = mailbox.got
    assert (got["Bcc"], got["Reply-To"]) == (None, None)
    assert got["Subject"] == "题 Bcc: x@y.cn <b> Reply-To: z"
    with pytest.raises(ValueError, match="Message-ID"):
        await sent(mailbox, tls, Message("a@b>\r\nX: y", "zhang@village.example", "题", "文"))


async def test_later_attempts_wait_longer(tls: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    def again(attempt: int) -> Message:
        return Message("a", "zhang@village.example", "题", "文", attempt=attempt)

    waits = [await sent(Mailbox(mail="451 busy"), tls, again(attempt)) for attempt in (1, 2, 4, 50)]
    assert [wait.seconds for wait in waits if isinstance(wait, PutOff)] == [60, 120, 480, 1800]
