"""What a refusal tells people: a sentence in Chinese and one in English, and an HTTP status."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """`{…}` is filled from the details given with the refusal."""

    zh: str
    en: str
    status: int = 422
