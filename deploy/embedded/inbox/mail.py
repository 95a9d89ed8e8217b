"""What a mail says, from its bytes. Pure; made of whatever a sender sends."""

from collections.abc import Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from deploy.embedded.inbox.received import Content


def content_of(raw: bytes, recipients: Sequence[str]) -> Content:
    """To whom it goes says the envelope, everything else the mail."""
    mail = message_from_bytes(raw, EmailMessage, policy=SMTP)
    return Content(
        kind="mail",
        id=_header(mail, "Message-ID").strip("<>"),
        to=tuple(recipients),
        title=_header(mail, "Subject"),
        text=_body(mail, "plain") or "",
        sender=_header(mail, "From"),
        html=_body(mail, "html"),
    )


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return _whole(str(mail.get(name, ""))).strip()
    except (ValueError, LookupError, IndexError, AttributeError):  # the parser trips over some headers
        return ""


def _body(mail: EmailMessage, kind: str) -> str | None:
    part = mail.get_body((kind,))
    if part is None:
        return None
    try:
        return _whole(part.get_content())
    except (ValueError, LookupError):  # a character set that nobody knows
        return None


def _whole(text: str) -> str:
    """Without halves of characters, which no file takes."""
    return text.encode("utf-8", "replace").decode()
