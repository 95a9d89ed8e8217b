"""A fact as it came in: who says what happened when, under which idempotency key."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from shared.events.base import Event
from shared.facts.account import Account


class FactKey(NamedTuple):
    """The idempotency key of a fact."""

    publisher: str
    source: str
    id: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A well-formed fact, before any rule about its subject was asked."""

    key: FactKey
    type: str
    occurred: datetime
    data: Event
    digest: str
    """SHA-256 of (type, occurred, data) in canonical form: the same id with another digest is a conflict."""
    account: Account
    correlation: str


class Reference(NamedTuple):
    """Something a fact names and that has to be known before it can be judged."""

    kind: str
    id: str
