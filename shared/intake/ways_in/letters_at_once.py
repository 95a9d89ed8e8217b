"""Many dead letters at once: what a retry would meet, and what it met."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.intake.ways_in.dead_letter_retry import Retry
from shared.problems import Rejected


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The dry run of a retry."""

    ready: int
    """Would be judged."""
    refused: Mapping[str, int]
    """By code: can't be tried again, or are no fact still."""


async def foresee(retry: Retry, township: str, numbers: Sequence[int]) -> Foreseen:
    codes = Counter([await retry.foreseen(township, number) for number in numbers])
    ready = codes.pop(None, 0)
    return Foreseen(ready, {code: many for code, many in codes.items() if code is not None})


async def retry_all(retry: Retry, township: str, numbers: Sequence[int]) -> Mapping[str, int]:
    """How many came to which outcome, or were refused with which code. One after the other: a letter that is
    refused keeps no other from being tried."""
    outcomes = Counter[str]()
    for number in numbers:
        try:
            receipt = await retry.of(township, number)
        except Rejected as refusal:
            outcomes[refusal.code] += 1
        else:
            outcomes[receipt.code or receipt.outcome] += 1
    return outcomes
