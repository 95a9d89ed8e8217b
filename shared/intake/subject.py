"""Names of streams: township, kind and business id."""

from typing import NamedTuple

from shared.events.voiding import VoidFact
from shared.facts.book import FactBook, FactKind
from shared.facts.fact import Fact, Reference


def stream_of(township: str, subject: Reference) -> str:
    return f"{township}/{subject.kind}/{subject.id}"


def kind_of(stream: str) -> str:
    return stream.split("/", 2)[1]


class About(NamedTuple):
    """What a fact is about and what else it names, worked out once."""

    kind: FactKind
    subject: Reference | None
    """None for a voiding: its subject is that of the fact it takes back."""
    stream: str | None
    references: list[Reference]


def about(fact: Fact, book: FactBook) -> About:
    """As the fact's own data names it."""
    kind = book[fact.type]
    if fact.type == VoidFact.type:
        return About(kind, None, None, [])
    subject = Reference(kind.kind, kind.subject(fact.data))
    return About(kind, subject, stream_of(fact.account.township, subject), kind.references(fact.data))
