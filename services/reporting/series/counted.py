"""A series of the whole town, from its stored rows."""

from collections.abc import Iterable, Sequence
from functools import partial
from threading import Event

from asyncpg import Record

from services.reporting.counting.figures import Figures
from services.reporting.counting.policy import POLICIES
from services.reporting.reading.asked_form import Form
from services.reporting.series.over_time import figures_over_time
from services.reporting.subjects.as_recorded import rows_in
from services.reporting.turns.giving_up import until


def series_counted(
    cutoffs: Sequence[int], records: Iterable[Record], form: Form, given_up: Event
) -> list[Figures]:
    """Of all filers and both tables, for whoever asks the same. Raises `GivenUp` soon after that is set."""
    rows = rows_in(until(given_up, records), form.positions)
    through = partial(until, given_up)
    return figures_over_time(rows, form.campaign, cutoffs, POLICIES[form.policy], through)
