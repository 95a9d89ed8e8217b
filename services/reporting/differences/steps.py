"""The other steps between two reports: what no event moved, but the cut-off or the policy."""

from collections.abc import Iterator

from services.reporting.differences.deciding import SeenDifferently, between_cutoffs, between_policies
from services.reporting.differences.members import minus
from services.reporting.differences.parts import Part
from services.reporting.differences.views import View
from services.reporting.lineage.sources import Source


def parts_of_cutoff(before: View, after: View) -> Iterator[Part]:
    """With what occurred between the two."""
    start, end = sorted((before.context.period.limit, after.context.period.limit))
    differently = SeenDifferently(before.marks, after.marks)
    for counted, weight in minus(after.weights, before.weights).items():
        events: set[Source] = set()
        for key in differently.of(counted):
            events.update(between_cutoffs(after.fresh, key, start, end))
        yield Part(counted.cell, counted.member, weight, "cut_off", tuple(sorted(events)))


def parts_of_policy(before: View, after: View) -> Iterator[Part]:
    """With those without which both policies would see the same."""
    differently = SeenDifferently(before.marks, after.marks)
    for counted, weight in minus(after.weights, before.weights).items():
        events: set[Source] = set()
        for key in differently.of(counted):
            events.update(between_policies(before.fresh, key, before.context, after.context))
        yield Part(counted.cell, counted.member, weight, "policy", tuple(sorted(events)))


def parts_of_interaction(at_first: tuple[View, View], at_last: tuple[View, View]) -> Iterator[Part]:
    """What the policy moves at the one report more than it moves at the other."""
    first, last = (minus(after.weights, before.weights) for before, after in (at_first, at_last))
    differently = [
        (before, after, SeenDifferently(before.marks, after.marks)) for before, after in (at_first, at_last)
    ]
    for counted, weight in minus(last, first).items():
        events: set[Source] = set()
        for before, after, seen in differently:
            for key in seen.of(counted):
                events.update(between_policies(before.fresh, key, before.context, after.context))
        yield Part(counted.cell, counted.member, weight, "interaction", tuple(sorted(events)))
