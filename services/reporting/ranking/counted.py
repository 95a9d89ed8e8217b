"""A ranking as of any positions and cut-off, for every answer that asks for it."""

from collections.abc import Mapping

from services.reporting.coverage.counted import coverage_of_town
from services.reporting.forms.documents.filers import filers_of
from services.reporting.ranking.document import ranking_document
from services.reporting.ranking.measures import COVERAGE_RATE, scores_in, scores_of
from services.reporting.ranking.ranking import Score, ranked
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found
from shared.json_types import JsonObject


async def ranking_of_town(recounting: Recounting, asked: Question, found: Found, by: str) -> JsonObject:
    """Among the filers that the account may see."""
    scores = await _scores(recounting, asked, found, by)
    shown = asked.shown
    in_order = ranked({each: score for each, score in scores.items() if shown is None or each in shown})
    return ranking_document(found.form, found.organisations, by, in_order)


async def _scores(recounting: Recounting, asked: Question, found: Found, by: str) -> Mapping[str, Score]:
    """Of the maintained cells where they hold the answer."""
    form = found.form
    if by == COVERAGE_RATE:
        coverage = await coverage_of_town(recounting, asked, form)
        return scores_of(coverage, filers_of(form, set(coverage), found.organisations))
    figures = found.kept
    if figures is None:
        figures = await recounting.figures(asked, form)
    return scores_in(figures, by, filers_of(form, figures.active, found.organisations))
