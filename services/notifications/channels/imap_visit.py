"""One look into a folder over IMAP, in a thread of its own: nothing is written, nothing marked as read."""

import ssl
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime
from imaplib import IMAP4
from socket import SHUT_RDWR
from typing import Any

from pydantic import SecretStr

from services.notifications.channels.copied_folder import Copy, Folder
from services.notifications.channels.imap_client import Client, TlsClient
from services.notifications.channels.mailbox_address import MailboxAddress

FAULTS = (IMAP4.error, OSError, ValueError)
"""TimeoutError and what TLS says are OSErrors; ValueError is what can't be read, or written in a command."""
_HEADERS = "(BODY.PEEK[HEADER.FIELDS (MESSAGE-ID DATE)]<0.4000>)"
_ALIKE, _LOOKED_THROUGH = 20, 50_000


class Visit:
    def __init__(
        self, address: MailboxAddress, password: SecretStr, tls: ssl.SSLContext, seconds: float
    ) -> None:
        """`seconds`: for each answer."""
        self._address, self._password, self._tls, self._seconds = address, password, tls, seconds
        self._client: IMAP4 | None = None
        self._ended = False

    def look(self, names: Sequence[str]) -> Folder:
        """What lies there of these Message-IDs. Raises FAULTS."""
        try:
            client = self._connected()
            client.login(self._address.user, self._password.get_secret_value())
            if "ID" in client.capabilities:
                # Some of China's large providers show a folder only to who says what he is.
                client.xatom("ID", '("name" "paicha")')
            _sure(client.select(f'"{self._address.folder}"', readonly=True))
            _, (following, *_) = client.response("UIDNEXT")
            copies = {name: _copies(client, name) for name in names}
            first = min((copy.number for found in copies.values() for copy in found), default=0)
            return Folder(copies, _numbers(client, first, int(following or 0)), int(following or 0))
        finally:
            if self._client is not None:
                with suppress(OSError):
                    self._client.shutdown()

    def end(self) -> None:
        """From any thread: who waits for an answer is told that there is none, and closes it himself.

        Closing it here would wait for whoever reads, which somebody that drips makes last for ever.
        """
        self._ended = True
        if self._client is not None:
            with suppress(OSError):
                self._client.sock.shutdown(SHUT_RDWR)

    def _connected_to(self, client: IMAP4) -> None:
        """Nothing was said yet, and nothing may ever be."""
        self._client = client
        if self._ended:
            raise TimeoutError("it was connected when nobody waited for it any more")

    def _connected(self) -> IMAP4:
        at = self._address
        if at.security == "tls":
            return TlsClient(
                self._connected_to, at.host, at.port, ssl_context=self._tls, timeout=self._seconds
            )
        client = Client(self._connected_to, at.host, at.port, timeout=self._seconds)
        if at.security == "starttls":
            client.starttls(self._tls)
        return client


def _copies(client: IMAP4, name: str) -> list[Copy]:
    """Those that have exactly this Message-ID: what is looked for may be found in a longer one."""
    found = _searched(client, "HEADER", "Message-ID", f'"{name}"')
    if len(found) > _ALIKE:
        raise IMAP4.error("it finds what was not looked for")
    read = [(number, _headers(client, number)) for number in found]
    return [Copy(number, _date(headers)) for number, headers in read if headers["Message-ID"] == name]


def _numbers(client: IMAP4, first: int, following: int) -> frozenset[int]:
    if not 0 < following - first <= _LOOKED_THROUGH:
        return frozenset()
    return frozenset(_searched(client, "UID", f"{first or 1}:*"))


def _searched(client: IMAP4, *what: str) -> list[int]:
    (numbers, *_) = _sure(client.uid("SEARCH", *what))
    return [int(number) for number in (numbers or b"").split()]


def _headers(client: IMAP4, number: int) -> Message:
    for part in _sure(client.uid("FETCH", str(number), _HEADERS)):
        if isinstance(part, tuple):
            return message_from_bytes(part[1])
    raise IMAP4.error("it does not show what it found")


def _date(headers: Message) -> datetime | None:
    try:
        date = parsedate_to_datetime(str(headers["Date"]))
    except ValueError:
        return None
    return date if date.tzinfo is not None else date.replace(tzinfo=UTC)


def _sure(answer: tuple[str, list[Any]]) -> list[Any]:
    status, parts = answer
    if status != "OK":
        raise IMAP4.error(f"answered {status}")
    return parts
