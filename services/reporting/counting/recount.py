"""Figures from nothing but the rows of a town, as of any positions and any cut-off.

The maintained cells must always equal this: it is the rebuild, the replay and the figure as of a moment.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from services.reporting.counting.background import Background
from services.reporting.counting.context import Frame
from services.reporting.counting.figures import Figures, figures_of
from services.reporting.counting.mark import Mark
from services.reporting.counting.marks import marks_of
from services.reporting.counting.policy import Policy
from services.reporting.subjects.campaign import Campaign, Period
from services.reporting.subjects.entry import LOG_OF_KIND, Entry, recorded_up_to
from services.reporting.subjects.in_force import effective
from services.reporting.subjects.merging import standing
from services.reporting.subjects.official import Official
from services.reporting.subjects.organisation import Organisation
from services.reporting.subjects.unit import Unit

Rows: TypeAlias = Mapping[str, Mapping[str, Sequence[Entry]]]
"""Kind, then id, to the entries that hold: the whole of one town."""

Through: TypeAlias = Callable[[Iterable[Mark]], Iterable[Mark]]


def rows_of(subjects: Iterable[tuple[str, str, Sequence[Entry]]], positions: Mapping[str, int]) -> Rows:
    """Of (kind, id, entries), what holds of those recorded up to the positions of the logs."""
    rows: dict[str, dict[str, Sequence[Entry]]] = defaultdict(dict)
    for kind, subject, entries in subjects:
        known = recorded_up_to(entries, positions[LOG_OF_KIND[kind]])
        if known:
            rows[kind][subject] = effective(known)
    return rows


def organisations_of(rows: Rows) -> dict[str, Organisation]:
    found = {subject: Organisation.of(holding) for subject, holding in rows.get("organisation", {}).items()}
    return {subject: organisation for subject, organisation in found.items() if organisation is not None}


def officials_of(rows: Rows) -> dict[str, Official]:
    return {subject: Official.of(holding) for subject, holding in rows.get("official", {}).items()}


def campaigns_of(rows: Rows) -> dict[str, Campaign]:
    found = {subject: Campaign.of(subject, holding) for subject, holding in rows.get("campaign", {}).items()}
    return {subject: campaign for subject, campaign in found.items() if campaign is not None}


def background_of(rows: Rows) -> Background:
    return Background(
        organisations_of(rows),
        officials_of(rows),
        {subject: Unit.of(holding) for subject, holding in rows.get("unit", {}).items()},
        {subject: standing("hazard", holding) for subject, holding in rows.get("hazard", {}).items()},
    )


def marks_in(rows: Rows, frame: Frame) -> Iterator[Mark]:
    for kind, subjects in rows.items():
        for subject, holding in subjects.items():
            yield from marks_of(kind, subject, holding, frame)


def recount(rows: Rows, period: Period, policy: Policy, through: Through = iter) -> Figures:
    """The marks go `through` this one by one; it may end the counting by raising."""
    background = background_of(rows)
    marks = marks_in(rows, Frame(period, policy, background))
    return figures_of(through(marks), background.kind)
