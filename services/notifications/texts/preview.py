"""How a message would read, before anybody gets it: as text message with its length, and as e-mail. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.notifications.texts.compose import compose
from services.notifications.texts.composed import Composed, Reader, Said
from services.notifications.texts.length import Length, length_of
from services.notifications.texts.texts import Texts


@dataclass(frozen=True, slots=True)
class Preview:
    sms: Composed
    length: Length
    """With the signature."""
    email: Composed


def preview(said: Sequence[Said], reader: Reader, texts: Texts, sign_name: str) -> Preview:
    """The reader's own channel does not matter."""
    message = compose(said, replace(reader, channel="sms"), texts, sign_name)
    mail = compose(said, replace(reader, channel="email"), texts, sign_name)
    return Preview(message, length_of(message.text), mail)
