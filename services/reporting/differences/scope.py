"""Which cells a difference is asked of."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    campaign: str
    annexes: Sequence[str]
    only: frozenset[str] | None
    """The filers whose cells may be seen, without any totals; None for all of them."""
