"""Open hazards by their age."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reporting.rectification.days import days_between
from services.reporting.rectification.found_hazard import FoundHazard
from shared.json_types import JsonObject


@dataclass(frozen=True, slots=True)
class Bucket:
    """Ages in days since discovery, both ends included."""

    from_days: int
    to_days: int | None
    label: str


BUCKETS = (
    Bucket(0, 7, "7天及以内"),
    Bucket(8, 15, "8至15天"),
    Bucket(16, 30, "16至30天"),
    Bucket(31, 60, "31至60天"),
    Bucket(61, None, "60天以上"),
)
"""In their order, without a gap."""


def ageing(hazards: Sequence[FoundHazard], counted_to: int) -> JsonObject:
    """Of these, those that are open: how many are how old, and how many of them are major."""
    still_open = [each for each in hazards if each.closed is None]
    by_bucket: list[list[FoundHazard]] = [[] for _ in BUCKETS]
    for each in still_open:
        by_bucket[_bucket(days_between(each.found, counted_to))].append(each)
    return _counted(still_open) | {"buckets": [_counted(aged) for aged in by_bucket]}


def _bucket(days: int) -> int:
    return max(place for place, bucket in enumerate(BUCKETS) if bucket.from_days <= days)


def _counted(hazards: Sequence[FoundHazard]) -> JsonObject:
    return {"open": len(hazards), "major": sum(each.major for each in hazards)}
