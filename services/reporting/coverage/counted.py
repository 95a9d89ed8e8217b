"""Coverage as of any positions and cut-off, for every answer that asks for it."""

from collections.abc import Iterable, Mapping
from threading import Event

from asyncpg import Record

from services.reporting.counting.context import Context
from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES
from services.reporting.counting.recount import background_of, marks_in
from services.reporting.coverage.covered import Coverage, covered
from services.reporting.reading.asked_form import Form
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.subjects.as_recorded import rows_in
from services.reporting.turns.giving_up import until


async def coverage_of_town(recounting: Recounting, asked: Question, form: Form) -> Mapping[str, Coverage]:
    """By filer of either table."""
    return await recounting.of_town(asked, form, "coverage", coverage_counted)


def coverage_counted(records: Iterable[Record], form: Form, given_up: Event) -> Mapping[str, Coverage]:
    """Raises `GivenUp` soon after that is set."""
    rows = rows_in(until(given_up, records), form.positions)
    context = Context(Period.of(form.campaign, form.moment), POLICIES[form.policy], background_of(rows))
    return covered(until(given_up, marks_in(rows, context)))
