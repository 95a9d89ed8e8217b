"""Why somebody is told something: for the seat that he has, or in whose stead. Pure."""

from typing import Literal, NamedTuple

from services.notifications.rules.demand import Seat
from services.notifications.texts.texts import Texts

_DIRECT = {"reporter": Seat.REPORTER, "head": Seat.HEAD}
"""The part of a filer's contacts that a seat names first."""


class Why(NamedTuple):
    """A sentence of the texts, by its table and its key."""

    table: Literal["why", "why_instead"]
    key: str

    def said(self, texts: Texts) -> str:
        sentences = texts.why if self.table == "why" else texts.why_instead
        return sentences[self.key]


def why(seat: str, recipient: str, texts: Texts) -> Why:
    """`recipient`: the contact it went to, as `filer/v-1/stand_in`; empty, whom the seat names first."""
    kind, _, rest = recipient.partition("/")
    part = rest.rpartition("/")[2]
    if kind == "filer" and part in texts.why_instead and _DIRECT.get(part) != seat:
        return Why("why_instead", part)
    if recipient.startswith("list/safety-office/") and seat != Seat.SAFETY_OFFICE:
        return Why("why_instead", "safety_office")
    return Why("why", seat)
