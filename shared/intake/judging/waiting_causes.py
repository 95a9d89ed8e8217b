"""What facts wait for, counted: for each thing that nobody has introduced, how many name it. Pure."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from shared.facts.fact import Reference
from shared.intake.judging.waiting_line import Waiting

BEHIND = Reference("line", "")
"""Nothing is missing: it waits behind an earlier fact of its subject."""


class WaitingForIt(NamedTuple):
    reference: Reference
    many: int
    oldest: datetime


def missing_of(waiting: Waiting) -> list[Reference]:
    return sorted({reference for _, reference in waiting.missing}) or [BEHIND]


def waiting_causes(waiting: Iterable[Waiting]) -> list[WaitingForIt]:
    """What most wait for stands first. Who misses two things is counted with both."""
    many, oldest = Counter[Reference](), dict[Reference, datetime]()
    for each in waiting:
        for reference in missing_of(each):
            many[reference] += 1
            oldest[reference] = min(each.since, oldest.get(reference, each.since))
    order = sorted(many, key=lambda reference: (-many[reference], reference))
    return [WaitingForIt(reference, many[reference], oldest[reference]) for reference in order]
