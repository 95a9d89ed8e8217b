"""Why a cumulative figure is less than it was, in a few words: the kinds of event that were found. Pure."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from services.reporting.differences.parts import PartEvent
from shared.events.event_names import EVENT_NAMES


class Found(NamedTuple):
    zh: str
    en: str
    events: int


def causes_found(events: Iterable[PartEvent]) -> list[Found]:
    """The most frequent first. Empty where no event did it: the cut-off or the policy is another."""
    counted = Counter(event.entry.type for event in events)
    return [Found(*EVENT_NAMES[type_], count) for type_, count in counted.most_common()]
