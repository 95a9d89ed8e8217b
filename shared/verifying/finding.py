"""What a verification finds wrong: which check says so, and at which position of the log."""

from collections.abc import Iterable
from typing import NamedTuple


class Finding(NamedTuple):
    position: int
    """The first that is wrong. One beyond the head where something stands that the log does not have."""
    check: str
    """Of `shared.verifying.checks`, for programs."""
    told: str
    """In Chinese and English, without anything of the event's content."""


def first_of(findings: Iterable[Finding | None]) -> Finding | None:
    """The one at the lowest position; where there are several, that of the check named first."""
    return min((each for each in findings if each is not None), key=lambda each: each.position, default=None)
