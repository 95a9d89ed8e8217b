"""One message of all that one person is told at once, the same bytes in whatever order it is given. Pure."""

from collections.abc import Sequence

from services.notifications.texts.composed import Composed, Reader, Said
from services.notifications.texts.gathered import kinds_of
from services.notifications.texts.letter import letter
from services.notifications.texts.rendering import as_html, as_text
from services.notifications.texts.sms import sms
from services.notifications.texts.texts import Texts


def compose(said: Sequence[Said], reader: Reader, texts: Texts, sign_name: str) -> Composed:
    """At least one is said, each by a rule of `texts`. KeyError or UndefinedError where facts lack a word."""
    kinds = kinds_of(said, texts)
    match reader.channel:
        case "sms":
            return sms(kinds, texts, sign_name)
        case "email":
            written = letter(kinds, said, reader, texts, sign_name)
            return Composed(written.title, as_text(written), as_html(written))
        case other:
            raise ValueError(f"nothing is written for {other}")
