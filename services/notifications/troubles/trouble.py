"""What operators have to know, as long as it lasts. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shared.json_types import Json


@dataclass(frozen=True, slots=True)
class Trouble:
    subject: str
    """`log/hazards`, `publisher/<name>`, `calendar/2027`, `template/<name>`, `budget/sms/2025-01`,
    `shadow/differs`."""
    since: datetime
    facts: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Watched:
    """One look at everything of a town."""

    troubles: tuple[Trouble, ...]
    unknown: frozenset[str] = frozenset()
    """Subjects of which nothing can be said now: what is kept of them stays as it is."""


def to_write(kept: Mapping[str, Trouble], seen: Watched) -> tuple[list[Trouble], list[str]]:
    """New ones, and the subjects that are over.

    One that lasts keeps what was said of it first: operators are told once, not at every change of a detail.
    Only a publisher that has spoken again meanwhile is silent since then.
    """
    found = {each.subject: each for each in seen.troubles}
    new = [
        each for subject, each in found.items() if subject not in kept or _begins_anew(each, kept[subject])
    ]
    over = [subject for subject in kept if subject not in found and subject not in seen.unknown]
    return new, over


def _begins_anew(seen: Trouble, kept: Trouble) -> bool:
    return seen.subject.startswith("publisher/") and seen.since != kept.since
