"""Who signed or reviewed, as it stands in events."""

from typing import ClassVar

from shared.events.base import Event
from shared.events.text import Id, OptionalText, Text


class Signer(Event):
    """A person, as named and in office when signing. No telephone number, ever."""

    type: ClassVar[str] = "submission.signed/signer"
    account: Id
    name: Text
    office: OptionalText = None
    organisation: Id
