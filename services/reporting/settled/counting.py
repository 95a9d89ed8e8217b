"""Figures of earlier times, from the marks that stand and a count of the little that does not."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from threading import Event
from typing import Protocol, TypeVar

import msgspec

from services.reporting.counting.context import Context
from services.reporting.counting.figures import Figures, figures_of
from services.reporting.counting.mark import Mark, StoredMark
from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES
from services.reporting.counting.recount import marks_in
from services.reporting.counting.town import Town
from services.reporting.settled.statements import Row, Stored, Then, read_stored, read_these
from services.reporting.settled.unsettled import Unsettled
from services.reporting.subjects.as_recorded import rows_in
from services.reporting.subjects.campaign import Campaign
from services.reporting.turns.giving_up import until
from shared.event_log.connection import Pool
from shared.read_model.generation import reading

Done = TypeVar("Done")

_MARKS = msgspec.json.Decoder(list[dict[str, list[StoredMark]]])


class Beside(Protocol):
    """Runs work off the event loop; its event is set when nobody waits for it any more."""

    def __call__(self, work: Callable[[Event], Done], /) -> Awaitable[Done]: ...


async def settled_figures(
    pool: Pool, then: Then, campaign: Campaign, beside: Beside, most_bytes: int
) -> Figures | None:
    """Of the campaign, as known then, under its own policy. None where only the whole town tells."""
    async with reading(pool, then.generation) as connection:
        stored = await read_stored(connection, then, most_bytes)
    if stored is None:
        return None
    unsettled = await beside(partial(_unsettled, stored, then))
    while unsettled.missing:
        async with reading(pool, then.generation) as connection:
            # Entries are only ever added: what is read later holds what held then.
            found = await read_these(connection, then.township, unsettled.missing)
        await beside(partial(_take_in, unsettled, found, then))
    return await beside(partial(_figures, stored.settled, unsettled, then, campaign))


def _unsettled(stored: Stored, then: Then, given_up: Event) -> Unsettled:
    town = Town.of(rows_in(stored.town, then.positions))
    return Unsettled(town, rows_in(until(given_up, stored.unsettled), then.positions))


def _take_in(unsettled: Unsettled, found: Iterable[Row], then: Then, given_up: Event) -> None:
    unsettled.take_in(rows_in(until(given_up, found), then.positions))


def _figures(
    settled: bytes, unsettled: Unsettled, then: Then, campaign: Campaign, given_up: Event
) -> Figures:
    background = unsettled.background
    context = Context(Period.of(campaign, then.limit), POLICIES[campaign.policy], background)
    stored, counted = _stored_marks(settled, campaign.id), marks_in(unsettled.rows, context)
    marks: Iterator[Mark | StoredMark] = chain(stored, counted)
    return figures_of(until(given_up, marks), background.kind)


def _stored_marks(settled: bytes, campaign: str) -> Iterator[StoredMark]:
    of_subjects = _MARKS.decode(b"[%b]" % settled)
    return chain.from_iterable(marks.get(campaign, ()) for marks in of_subjects)
