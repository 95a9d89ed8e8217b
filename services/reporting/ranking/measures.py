"""What filers can be ranked by: the columns of their form, and rates."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from services.reporting.counting.columns import COLUMN, COLUMNS, columns_of
from services.reporting.counting.figures import Figures
from services.reporting.coverage.covered import Coverage
from services.reporting.forms.documents.wording import heading
from services.reporting.ranking.ranking import Score
from shared.problems import Rejected

CLOSING_RATE, COVERAGE_RATE = "closing_rate", "coverage_rate"
RATES = {CLOSING_RATE: "整改率（%）", COVERAGE_RATE: "检查覆盖率（%）"}
"""Closed of found hazards; inspected of supervised units, whoever inspected them."""
MEASURES = (*(column.key for column in COLUMNS), *RATES)


def refuse_unless_measured(annex: str, by: str) -> None:
    known = (*(column.key for column in columns_of(annex)), *RATES)
    if by not in known:
        detail = f"此表没有 not of this table: {by}; {', '.join(known)}"
        raise Rejected("invalid_request", field="by", detail=detail)


def label(by: str) -> str:
    return RATES[by] if by in RATES else heading(asdict(COLUMN[by]))


def scores_in(figures: Figures, by: str, filers: Sequence[str]) -> Mapping[str, Score]:
    """By a column, or by what of the hazards found is closed."""
    if by == CLOSING_RATE:
        return {
            filer: Score(figures.cell(filer, "hazards_closed"), figures.cell(filer, "hazards_found"))
            for filer in filers
        }
    return {filer: Score(figures.cell(filer, by)) for filer in filers}


def scores_of(coverage: Mapping[str, Coverage], filers: Sequence[str]) -> Mapping[str, Score]:
    """By what of their units was inspected."""
    found = {filer: coverage.get(filer, Coverage()) for filer in filers}
    return {filer: Score(its.inspected, its.units) for filer, its in found.items()}
