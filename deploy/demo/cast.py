"""Who does what at a deadline: dealt anew for each, and the same in every demonstration. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

_EARLY, _TURNED = 5, 7


@dataclass(frozen=True, slots=True)
class Cast:
    """Filers by what happens to their report; `others` sign on the last day and hear no more of it."""

    missing: str
    late: str
    extended: str
    returned: str
    on_behalf: str
    remarked: str
    corrected: str
    """Of what was entered late."""
    explained: str
    """Signs at the last minute, and once more to explain the same figures."""
    early: tuple[str, ...]
    """They sign the day before."""
    others: tuple[str, ...]

    @property
    def in_time(self) -> tuple[str, ...]:
        """Who has signed when the deadline has passed."""
        return (
            *self.early,
            *self.others,
            self.returned,
            self.on_behalf,
            self.remarked,
            self.corrected,
            self.explained,
        )


def cast(place: int, filers: Sequence[str]) -> Cast:
    """`place`: of the period among all. Each time it is others who are late, return or are missing."""
    dealt = list(filers)
    _chance("cast").shuffle(dealt)
    turned = place * _TURNED % len(dealt)
    dealt = dealt[turned:] + dealt[:turned]
    missing, late, extended, returned, on_behalf, remarked, corrected, explained, *rest = dealt
    early, others = tuple(rest[:_EARLY]), tuple(rest[_EARLY:])
    return Cast(missing, late, extended, returned, on_behalf, remarked, corrected, explained, early, others)


def some_time(period: str, filer: str, earliest: datetime, latest: datetime) -> datetime:
    """Everybody comes at a moment of their own, to the second."""
    seconds = int((latest - earliest).total_seconds())
    return earliest + timedelta(seconds=_chance(f"{period}/{filer}").randrange(seconds))


def _chance(about: str) -> Random:
    return Random(f"demo/{about}")  # noqa: S311 - a reproducible story, no secret
