"""The two reports that are compared, and the direction in which their difference is explained."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.counting.policy import Policy

Positions = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """As much of a report as its figures follow from, beside the events themselves."""

    positions: Positions
    moment: int
    """The cut-off, microseconds since 1970."""
    version: str
    """Of the policy."""
    policy: Policy
    taken: int
    """When the last event at its positions was recorded, microseconds since 1970."""


def in_order(a: Report, b: Report) -> tuple[Report, Report]:
    """The one to walk from comes first: of fewer events, then of the earlier cut-off, then of the earlier
    policy. So the way back is the same way, and its parts are the negated ones."""
    lower, higher = sorted((a, b), key=_place)
    return lower, higher


def _place(report: Report) -> tuple[int, tuple[int, ...], int, str]:
    positions = tuple(report.positions[log] for log in sorted(report.positions))
    return sum(positions), positions, report.moment, report.version


def common(a: Report, b: Report) -> Positions:
    """Where both have the same events: neither need hold all of the other's."""
    return {log: min(position, b.positions[log]) for log, position in a.positions.items()}


def spanned(a: Report, b: Report) -> tuple[Positions, Positions]:
    """From where both have the same events to where one of them has the last."""
    return common(a, b), {log: max(position, b.positions[log]) for log, position in a.positions.items()}
