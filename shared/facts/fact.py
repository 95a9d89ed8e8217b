"""A fact as it came in: who says what happened when, under which idempotency key."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from shared.canonical import canonical, digest
from shared.events.base import Event
from shared.facts.account import Account
from shared.instant import write_instant


class FactKey(NamedTuple):
    """The idempotency key of a fact."""

    publisher: str
    source: str
    id: str

    def as_text(self) -> str:
        """Unmistakable: no part of it holds a line break."""
        return "\n".join(self)


@dataclass(frozen=True, slots=True)
class Fact:
    """A well-formed fact, before any rule about its subject was asked."""

    key: FactKey
    type: str
    occurred: datetime
    data: Event
    """In the newest version: what is judged and recorded."""
    digest: str
    """`content_digest` of it as it was sent: sent again it is the same, whatever version is newest then."""
    account: Account
    correlation: str
    sent: Event | None = None
    """As it was sent, where that was in an older version."""

    @property
    def as_sent(self) -> Event:
        """What is kept while it waits."""
        return self.data if self.sent is None else self.sent


def content_digest(type_: str, occurred: datetime, data: Event) -> str:
    """SHA-256 of what a fact says, in canonical form: the same id with another digest is a conflict."""
    return digest(canonical({"type": type_, "time": write_instant(occurred), "data": data.payload()}))


class Reference(NamedTuple):
    """Something a fact names and that has to be known before it can be judged."""

    kind: str
    id: str
