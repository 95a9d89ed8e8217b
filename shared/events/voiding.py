"""Taking back one earlier fact: the one type that both fact-keeping services record."""

from typing import ClassVar

from pydantic import Field

from shared.events.base import Event
from shared.events.text import Id, OptionalId, Text


class VoidFact(Event):
    """What a publisher sends: the (publisher, source, id) of the fact to take back."""

    type: ClassVar[str] = "fact.voided"
    source: Id
    id: Id
    reason: Text
    publisher: OptionalId = None


class FactVoided(Event):
    """What the log keeps, in the stream of the fact taken back: it is as if it had never been sent."""

    type: ClassVar[str] = "fact.voided"
    publisher: Id
    source: Id
    id: Id
    reason: Text
    voids: int = Field(ge=1)
