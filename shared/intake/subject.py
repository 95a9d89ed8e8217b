"""Names of streams: township, kind and business id."""

from shared.facts.book import FactBook
from shared.facts.fact import Fact, Reference


def stream_of(township: str, subject: Reference) -> str:
    return f"{township}/{subject.kind}/{subject.id}"


def kind_of(stream: str) -> str:
    return stream.split("/", 2)[1]


def subject_of(fact: Fact, book: FactBook) -> Reference:
    """What the fact is about, as its own data names it."""
    known = book[fact.type]
    return Reference(known.kind, known.subject(fact.data))
