"""Every event answers one fact, and the table of answered facts says so: two sums that must be equal."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

_MODULUS = 1 << 128


class Answer(NamedTuple):
    """Which fact an event is the answer to; what a fact led to stands together, and its last event counts."""

    publisher: str
    source: str
    id: str
    digest: str


@dataclass(slots=True)
class FactSum:
    """Of hashes, so that it comes out the same in any order, and of stretches added up in any order."""

    count: int = 0
    total: int = 0

    def add(self, answer: Answer, position: int) -> None:
        text = "\0".join((*answer, str(position)))
        self.count += 1
        self.total += int.from_bytes(blake2b(text.encode(), digest_size=16).digest())

    def same(self, other: "FactSum") -> bool:
        return (self.count, self.total % _MODULUS) == (other.count, other.total % _MODULUS)

    def plus(self, other: "FactSum") -> "FactSum":
        return FactSum(self.count + other.count, self.total + other.total)
