"""A series beside forms, each of them recounted by itself."""

from collections.abc import Sequence

from services.reporting.counting.figures import Cells, Figures
from services.reporting.counting.period import Period
from services.reporting.counting.policy import Policy
from services.reporting.counting.recount import recount
from services.reporting.series.over_time import figures_over_time
from services.reporting.subjects.as_recorded import Rows
from services.reporting.subjects.campaign import Campaign


def assert_every_point_is_the_forms(
    rows: Rows, campaign: Campaign, cutoffs: Sequence[int], policy: Policy
) -> None:
    """In every cell of every filer and of none, and in every distinct total; sums are of the cells."""
    for cutoff, found in zip(cutoffs, figures_over_time(rows, campaign, cutoffs, policy), strict=True):
        expected = recount(rows, Period.of(campaign, cutoff), policy)
        assert _without_zeros(found) == _without_zeros(expected), cutoff


def _without_zeros(figures: Figures) -> tuple[Cells, Cells]:
    cells, distinct = (
        {key: value for key, value in values.items() if value} for values in (figures.cells, figures.distinct)
    )
    return cells, distinct
