"""How long a text message is, as operators count: 70 UCS-2 characters are one, more are cut in 67s. Pure."""

from dataclasses import dataclass

ONE = 70
PART = 67
"""Each part of a longer one bears where it belongs."""


@dataclass(frozen=True, slots=True)
class Length:
    characters: int
    messages: int
    """What is paid for."""


def length_of(text: str) -> Length:
    """A character beyond the basic plane counts twice: UCS-2 has no others."""
    count = characters(text)
    return Length(count, 1 if count <= ONE else -(-count // PART))


def characters(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
