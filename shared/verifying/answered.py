"""Every event answers one fact, and the table of answered facts says so: two sums that must be equal."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol

_MODULUS = 1 << 128


class Answered(Protocol):
    @property
    def publisher(self) -> str: ...
    @property
    def factsource(self) -> str: ...
    @property
    def factid(self) -> str: ...
    @property
    def factdigest(self) -> str: ...


@dataclass(slots=True)
class FactSum:
    """Of hashes, so that it comes out the same in any order, and of stretches added up in any order."""

    count: int = 0
    total: int = 0

    def add(self, fact: Answered, position: int) -> None:
        self.add_row(fact.publisher, fact.factsource, fact.factid, fact.factdigest, position)

    def add_row(self, publisher: str, source: str, id_: str, digest: str, position: int) -> None:
        text = "\0".join((publisher, source, id_, digest, str(position)))
        self.count += 1
        self.total = (self.total + int.from_bytes(blake2b(text.encode(), digest_size=16).digest())) % _MODULUS

    def plus(self, other: "FactSum") -> "FactSum":
        return FactSum(self.count + other.count, (self.total + other.total) % _MODULUS)
