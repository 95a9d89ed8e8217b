"""What was seen of the folder that copies go to. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Copy:
    number: int
    """Its UID: given out in the order of arrival, and never again."""
    date: datetime | None
    """As its sender wrote it."""


@dataclass(frozen=True, slots=True)
class Folder:
    copies: Mapping[str, Sequence[Copy]]
    """By the Message-ID that was looked for."""
    numbers: frozenset[int]
    """Of all that lies there, from the first of those copies on."""
    following: int
    """The number that the next to arrive gets."""

    def is_whole_since(self, first: int) -> bool:
        """Whether nothing that arrived since was taken away. Not known where a server leaves numbers out."""
        return self.following > first and self.numbers >= {*range(first, self.following)}
