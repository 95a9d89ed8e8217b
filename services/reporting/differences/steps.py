"""The other steps between two reports: what no event moved, but the cut-off or the policy."""

from collections.abc import Iterator

from services.reporting.differences.deciding import SeenDifferently, between_cutoffs, between_policies
from services.reporting.differences.members import minus
from services.reporting.differences.parts import Part, PartEvent, in_log_order
from services.reporting.differences.views import View


def parts_of_cutoff(before: View, after: View) -> Iterator[Part]:
    """With what occurred between the two."""
    start, end = sorted((before.context.period.limit, after.context.period.limit))
    differently = SeenDifferently(before.marks, after.marks)
    for counted, weight in sorted(minus(after.weights, before.weights).items()):
        events: list[PartEvent] = []
        for key in differently.of(counted):
            events.extend(between_cutoffs(after.fresh, key, start, end))
        yield Part(counted.cell, counted.member, weight, "cut_off", in_log_order(events))


def parts_of_policy(before: View, after: View) -> Iterator[Part]:
    """With those without which both policies would see the same."""
    differently = SeenDifferently(before.marks, after.marks)
    for counted, weight in sorted(minus(after.weights, before.weights).items()):
        events: list[PartEvent] = []
        for key in differently.of(counted):
            events.extend(between_policies(before.fresh, key, before.context, after.context))
        yield Part(counted.cell, counted.member, weight, "policy", in_log_order(events))


def parts_of_interaction(at_first: tuple[View, View], at_last: tuple[View, View]) -> Iterator[Part]:
    """What the policy moves at the one report more than it moves at the other."""
    first, last = (minus(after.weights, before.weights) for before, after in (at_first, at_last))
    differently = [
        (before, after, SeenDifferently(before.marks, after.marks)) for before, after in (at_first, at_last)
    ]
    for counted, weight in sorted(minus(last, first).items()):
        events: list[PartEvent] = []
        for before, after, seen in differently:
            for key in seen.of(counted):
                events.extend(between_policies(before.fresh, key, before.context, after.context))
        yield Part(counted.cell, counted.member, weight, "interaction", in_log_order(events))
