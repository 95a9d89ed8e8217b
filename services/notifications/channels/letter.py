"""A message as an e-mail: its headers, text and HTML. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses

from services.notifications.channels.channel import Message
from shared.instant import SHANGHAI

_PLAIN_ADDRESS = re.compile(r"[!-;=?-~]+@[a-zA-Z0-9.-]+")
"""ASCII without blanks, control characters or angle brackets: it stands in an SMTP command as it is."""
_ID = re.compile(r"[A-Za-z0-9._-]{1,100}")


class NoAddress(ValueError):
    """It can't be written to."""


@dataclass(frozen=True, slots=True)
class Sender:
    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def read_sender(text: str) -> Sender:
    """`安委办 <anwei@town.example>`, or the address alone; NoAddress where there is none."""
    (name, address), *others = getaddresses([text]) or [("", "")]
    _address(address)
    if others or not name.isprintable() or "\n" in text or "\r" in text:
        raise NoAddress("one sender, on one line")
    return Sender(name, address)


def message_id(id_: str, sender: Sender) -> str:
    """ValueError where it can't stand there."""
    if _ID.fullmatch(id_) is None:
        raise ValueError("the id of a message stands in its Message-ID")
    return f"<{id_}@{sender.domain}>"


def letter(message: Message, sender: Sender, at: datetime) -> EmailMessage:
    """NoAddress where nobody can be written to at `to`. A header is one line, whatever was to stand in it."""
    written = EmailMessage(policy=SMTP)
    written["From"] = Address(sender.name, addr_spec=sender.address)
    written["To"] = _address(message.to)
    written["Subject"] = " ".join(message.title.split())
    written["Date"] = format_datetime(at.astimezone(SHANGHAI))
    written["Message-ID"] = message_id(message.id, sender)
    # Absence notes are not sent back to what a machine wrote.
    written["Auto-Submitted"] = "auto-generated"
    written.set_content(message.text, charset="utf-8", cte="base64")
    if message.html is not None:
        written.add_alternative(message.html, subtype="html", charset="utf-8", cte="base64")
    return written


def _address(text: str) -> Address:
    if _PLAIN_ADDRESS.fullmatch(text) is None:
        raise NoAddress("no address in ASCII")
    try:
        return Address(addr_spec=text)
    except (ValueError, HeaderParseError, IndexError):
        raise NoAddress("no address") from None
