"""imaplib's clients, which say that they are connected before they wait for the server's first word."""

from collections.abc import Callable
from imaplib import IMAP4, IMAP4_SSL
from typing import Any


class Client(IMAP4):
    def __init__(self, connected: Callable[[IMAP4], None], *arguments: Any, **named: Any) -> None:
        """`connected` is told of this client, and may raise; the rest is imaplib's."""
        self._connected = connected
        super().__init__(*arguments, **named)

    def open(self, *arguments: Any, **named: Any) -> None:
        super().open(*arguments, **named)
        self._connected(self)


class TlsClient(Client, IMAP4_SSL):
    """From the first byte on."""
