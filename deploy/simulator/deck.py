"""A deck of cards that is shuffled once and dealt round and round.

Dealing instead of drawing at random keeps the proportions exact, so that even a small campaign holds
every kind of story.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Generic, TypeVar

Card = TypeVar("Card")


@dataclass(slots=True)
class Deck(Generic[Card]):
    cards: list[Card]
    dealt: int = 0

    def deal(self) -> Card:
        card = self.cards[self.dealt % len(self.cards)]
        self.dealt += 1
        return card


def shuffled(counts: Mapping[Card, int], seed: str) -> Deck[Card]:
    """A deck with so many of each card."""
    cards = [card for card, count in counts.items() for _ in range(count)]
    Random(seed).shuffle(cards)  # noqa: S311 - a reproducible story, no secret
    return Deck(cards)
