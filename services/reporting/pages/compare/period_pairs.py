"""A period against the one before, each as it stood at its own deadline: what is asked most often. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.reporting.filing.due import Due
from services.reporting.pages.compare.base import as_it_stood
from services.reporting.pages.compare.point import Place, Point
from services.reporting.pages.compare.stops import marked
from services.reporting.subjects.campaign import Campaign


@dataclass(frozen=True, slots=True)
class PeriodPair:
    before: Due
    after: Due | None
    """None: as it is now."""
    address: str
    here: bool


def period_pairs(campaign: Campaign, now: int, place: Place, a: Point, b: Point) -> Iterator[PeriodPair]:
    """In order; `a` and `b` are what is compared here."""
    passed = marked(campaign, now)
    following = [*passed[1:], None] if passed else []
    for before, after in zip(passed, following, strict=True):
        first, second = as_it_stood(before), Point() if after is None else as_it_stood(after)
        address = place.address("compare", first, second)
        yield PeriodPair(before, after, address, (first, second) == (a, b))
