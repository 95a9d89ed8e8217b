"""A filtered many of the facts that wait: by what they wait for, by who sent them, or one of them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.facts.fact import Reference
from shared.intake.judging.waiting_causes import missing_of
from shared.intake.judging.waiting_line import Waiting

MOST_AT_ONCE = 500
"""Tried again or ended by one act; the rest by the next."""


@dataclass(frozen=True, slots=True)
class WaitingFilter:
    reference: Reference | None = None
    publisher: str | None = None
    number: int | None = None

    def takes(self, waiting: Waiting) -> bool:
        return (
            self.publisher in (None, waiting.fact.key.publisher)
            and self.number in (None, waiting.number)
            and (self.reference is None or self.reference in missing_of(waiting))
        )

    def __str__(self) -> str:
        named = "*" if self.reference is None else " ".join(self.reference).replace("\n", " ").strip()
        number = "" if self.number is None else f", number={self.number}"
        return f"waits for={named}, publisher={self.publisher or '*'}{number}"


def chosen(waiting: Iterable[Waiting], by: WaitingFilter) -> list[Waiting]:
    """In order of arrival."""
    return sorted(filter(by.takes, waiting), key=lambda each: each.number)
