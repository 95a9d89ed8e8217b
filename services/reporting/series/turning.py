"""The marks of a town at many cut-offs, subject by subject: what is added and what falls away at which.

A mark depends on the cut-off by one question alone, asked of the subject's own entries: did it occur before?
Everything else is looked up at the moment of an act, or holds for every date. So between two entries of a
subject nothing of it changes, and it is counted once for each cut-off that its entries fall before.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from services.reporting.counting.background import Background
from services.reporting.counting.context import Context
from services.reporting.counting.marks import marks_of
from services.reporting.counting.period import Period
from services.reporting.counting.policy import Policy
from services.reporting.subjects.as_recorded import Rows
from services.reporting.subjects.campaign import Campaign
from shared.read_model.entry import Entry

Counted: TypeAlias = tuple[str, str, str, int]
"""A mark without what is behind it: filer, column, member, weight."""


@dataclass(frozen=True, slots=True)
class Turn:
    """From this cut-off on a subject counts where it did not before, and the other way round."""

    at: int
    """Which of the cut-offs, counted from 0."""
    added: Iterable[Counted]
    removed: Iterable[Counted]


def turns(
    rows: Rows, campaign: Campaign, cutoffs: Sequence[int], policy: Policy, background: Background
) -> Iterator[Turn]:
    """`cutoffs` in their order. Of each subject one after the other, in the order of the cut-offs."""
    contexts = [Context(Period.of(campaign, cutoff), policy, background) for cutoff in cutoffs]
    limits = [context.period.limit for context in contexts]
    for kind, subjects in rows.items():
        for subject, in_force in subjects.items():
            before: set[Counted] = set()
            for at in _changing(in_force, limits):
                after = {mark[:4] for mark in marks_of(kind, subject, in_force, contexts[at])}
                if after != before:
                    yield Turn(at, after - before, before - after)
                    before = after


def _changing(in_force: Sequence[Entry], limits: Sequence[int]) -> Iterable[int]:
    """The first of the cut-offs after each entry; after the last of them none."""
    if len(in_force) == 1:
        at = bisect_right(limits, in_force[0].occurred)
        return (at,) if at < len(limits) else ()
    return sorted({bisect_right(limits, entry.occurred) for entry in in_force} - {len(limits)})
