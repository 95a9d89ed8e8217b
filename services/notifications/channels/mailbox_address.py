"""Where copies of mails are looked for: `imaps://user@host/folder`. Pure."""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import SplitResult, unquote, urlsplit

from services.notifications.channels.loopback import is_loopback

Security: TypeAlias = Literal["starttls", "tls", "plain"]
_PORTS = {"imaps": 993, "imap": 143}
_USER = re.compile(r"[A-Za-z0-9._@+-]{1,200}")
"""It stands in a command as it is."""
_FOLDER = re.compile(r"[ !#-\[\]-~]{1,200}")
"""ASCII without quotes: it stands between them. `&` begins what is not ASCII, as IMAP writes it."""


@dataclass(frozen=True, slots=True)
class MailboxAddress:
    host: str
    port: int
    security: Security
    user: str
    folder: str


def read_mailbox_address(url: str) -> MailboxAddress:
    """ValueError where it is none. `imap` is STARTTLS, on this machine itself without TLS."""
    parts = urlsplit(url)
    user, folder = unquote(parts.username or ""), unquote(parts.path.strip("/")) or "INBOX"
    if parts.scheme not in _PORTS or not parts.hostname or _port(parts) is None:
        raise ValueError("a mailbox is written imaps://user@host/INBOX")
    if parts.password is not None or parts.query or parts.fragment:
        raise ValueError("nothing stands in a mailbox's address but user, host, port and folder")
    if _USER.fullmatch(user) is None:
        raise ValueError("a mailbox has a user: letters, digits and . _ @ + -")
    if _FOLDER.fullmatch(folder) is None:
        raise ValueError("a mailbox's folder is written in ASCII, as IMAP does (modified UTF-7)")
    plain = is_loopback(parts.hostname)
    security: Security = "tls" if parts.scheme == "imaps" else "plain" if plain else "starttls"
    return MailboxAddress(parts.hostname, _port(parts) or 0, security, user, folder)


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port or _PORTS[parts.scheme]
    except ValueError:
        return None
