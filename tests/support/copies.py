"""A real IMAP server (pymap) with the mailbox that gets copies of mails."""

import asyncio
import imaplib
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from deploy.servers.ports import free_port

ADDRESS, PASSWORD = "copies@town.example", "for-tests-only"
COMMAND = (str(Path(sys.executable).with_name("pymap")), "--host", "127.0.0.1")
BACKEND = ("dict", "--demo-user", ADDRESS, "--demo-password", PASSWORD)
_PATIENCE_SECONDS = 60
_NO_TLS = ("--no-tls",)


@dataclass(frozen=True)
class CopiesServer:
    port: int

    @property
    def secret(self) -> SecretStr:
        return SecretStr(PASSWORD)

    @property
    def url(self) -> str:
        return f"imap://{ADDRESS}@127.0.0.1:{self.port}/INBOX"

    @property
    def settings(self) -> dict[str, str]:
        """Without PAICHA_."""
        return {"SMTP_COPY_TO": ADDRESS, "IMAP_URL": self.url, "IMAP_PASSWORD": PASSWORD}

    async def deliver(self, mail: bytes) -> None:
        """As a mail server does that has taken it."""
        await self._with(lambda client: client.append("INBOX", "", "", mail))

    async def empty(self) -> None:
        await self.remove("1:*")

    async def remove(self, which: str) -> None:
        """By the place in the folder: `2`, `1:*`."""

        def gone(client: imaplib.IMAP4) -> None:
            client.select("INBOX")
            client.store(which, "+FLAGS", r"\Deleted")
            client.expunge()

        await self._with(gone)

    async def _with(self, what: Callable[[imaplib.IMAP4], Any]) -> None:
        def visit() -> None:
            with imaplib.IMAP4("127.0.0.1", self.port, timeout=60) as client:
                client.login(ADDRESS, PASSWORD)
                what(client)

        await asyncio.to_thread(visit)


@asynccontextmanager
async def copies_server(tls: tuple[str, ...] = _NO_TLS) -> AsyncIterator[CopiesServer]:
    """Empty at first. `tls`: what the server is told of its certificate."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *COMMAND, "--port", str(port), *tls, *BACKEND,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while not await _answers(port):
                await asyncio.sleep(0.05)
        yield CopiesServer(port)
    finally:
        process.kill()
        await process.wait()


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
