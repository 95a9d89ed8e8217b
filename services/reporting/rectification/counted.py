"""The hazards found in the whole town, from its stored rows, for every answer that asks for them."""

from collections.abc import Iterable, Sequence
from functools import partial
from threading import Event
from typing import NamedTuple

from asyncpg import Record

from services.reporting.counting.active import active_unlisted
from services.reporting.counting.context import Context
from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES
from services.reporting.counting.recount import background_of
from services.reporting.reading.asked_form import Form
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found
from services.reporting.rectification.days import counted_to
from services.reporting.rectification.document import Told
from services.reporting.rectification.found_hazard import FoundHazard, found_hazards
from services.reporting.subjects.as_recorded import rows_in
from services.reporting.turns.giving_up import until


class TownHazards(NamedTuple):
    found: Sequence[FoundHazard]
    active: frozenset[str]
    """Filers that the campaign does not list, and that have a row all the same."""


async def hazards_of_town(recounting: Recounting, asked: Question, found: Found, now: int) -> Told:
    """Ages are counted to the cut-off; while that is still to come, to `now`."""
    form = found.form
    of_town = await recounting.of_town(asked, form, "found hazards", hazards_counted)
    limit = Period.of(form.campaign, form.moment).limit
    return Told(form, found.organisations, asked.shown, *of_town, counted_to(limit, now))


def hazards_counted(records: Iterable[Record], form: Form, given_up: Event) -> TownHazards:
    """Of all filers, for whoever asks about the same. Raises `GivenUp` soon after that is set."""
    rows = rows_in(until(given_up, records), form.positions)
    context = Context(Period.of(form.campaign, form.moment), POLICIES[form.policy], background_of(rows))
    found = found_hazards(rows, context, partial(until, given_up))
    return TownHazards(found, active_unlisted(rows, context, form.campaign))
