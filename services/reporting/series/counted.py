"""A series of the whole town, from its stored rows, for every answer that asks for it."""

from collections.abc import Iterable, Sequence
from functools import partial
from threading import Event

from asyncpg import Record

from services.reporting.counting.figures import Figures
from services.reporting.counting.policy import POLICIES
from services.reporting.reading.asked_form import Form
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found
from services.reporting.series.asking import Series
from services.reporting.series.document import series_document
from services.reporting.series.over_time import figures_over_time
from services.reporting.series.points import points
from services.reporting.subjects.as_recorded import rows_in
from services.reporting.turns.giving_up import until
from shared.json_types import JsonObject


async def series_of_town(recounting: Recounting, asked: Question, found: Found, wanted: Series) -> JsonObject:
    """Raises `Rejected` for a filer that the form has not, and for too many points."""
    form, organisations = found.form, found.organisations
    wanted.chosen.refuse_unknown(form, organisations)
    cutoffs = points(wanted.by, form.campaign, form.moment)
    about, fold = ("series", wanted.by), partial(series_counted, cutoffs)
    figures = await recounting.of_town(asked, form, about, fold)
    return series_document(form, wanted.by, cutoffs, figures, wanted.chosen, organisations)


def series_counted(
    cutoffs: Sequence[int], records: Iterable[Record], form: Form, given_up: Event
) -> list[Figures]:
    """Of all filers and both tables, for whoever asks the same. Raises `GivenUp` soon after that is set."""
    rows = rows_in(until(given_up, records), form.positions)
    through = partial(until, given_up)
    return figures_over_time(rows, form.campaign, cutoffs, POLICIES[form.policy], through)
