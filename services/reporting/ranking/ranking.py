"""Filers in order of a figure or a rate: the largest first, ties share a rank."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple


class Score(NamedTuple):
    """What a filer is ranked by."""

    numerator: int
    denominator: int = 1
    """0: there is nothing of which it could be a rate."""

    @property
    def exact(self) -> Fraction | None:
        return Fraction(self.numerator, self.denominator) if self.denominator else None


class Ranked(NamedTuple):
    rank: int | None
    """From 1: how many are larger, and one. None where there is no rate; these come last."""
    filer: str
    score: Score


def ranked(scores: Mapping[str, Score]) -> Sequence[Ranked]:
    """Rates by their exact value, not as they are rounded. Equal ones stay in the order given."""
    known = {filer: exact for filer, score in scores.items() if (exact := score.exact) is not None}
    in_order = sorted(known, key=lambda filer: -known[filer])
    ranks: dict[Fraction, int] = {}
    for place, filer in enumerate(in_order, start=1):
        ranks.setdefault(known[filer], place)
    return [
        *(Ranked(ranks[known[filer]], filer, scores[filer]) for filer in in_order),
        *(Ranked(None, filer, score) for filer, score in scores.items() if filer not in known),
    ]
