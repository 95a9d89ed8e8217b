"""The marks of one cell: of the rows that are kept, or of the whole town as of other times."""

from collections.abc import Iterable, Mapping, Sequence
from threading import Event

from asyncpg import Record

from services.reporting.counting.background import Background
from services.reporting.counting.crediting import UNCREDITED
from services.reporting.counting.marks import marks_of
from services.reporting.counting.recount import background_of, marks_in
from services.reporting.lineage.cell import Counted, counted
from services.reporting.lineage.place import Place
from services.reporting.projection.load_background import background_for, load_town
from services.reporting.projection.rows import Row, load_marking
from services.reporting.reading.asked_form import Form, context_of
from services.reporting.subjects.as_recorded import rows_in
from services.reporting.subjects.campaign import Campaign
from services.reporting.subjects.references import Named
from services.reporting.turns.giving_up import until
from shared.event_log.connection import Connection

Kept = tuple[Mapping[Named, Row], Background]
"""The subjects that have a mark in the cell, and what their marks depend on."""


async def load_kept(connection: Connection, township: str, campaign: Campaign, place: Place) -> Kept:
    """On the snapshot of the maintained cells."""
    town = await load_town(connection, township)
    known = {*town.organisations, *campaign.filers[place.annex], UNCREDITED}
    filers = [filer for filer in known if place.takes(filer, campaign, town.kind)]
    rows = await load_marking(connection, township, filers, place.column)
    return rows, await background_for(connection, township, town, rows)


def counted_of_kept(kept: Kept, form: Form, place: Place, given_up: Event) -> Sequence[Counted]:
    """Raises `GivenUp` soon after that is set."""
    rows, background = kept
    context = context_of(form, background)
    marks = (
        mark
        for row in until(given_up, rows.values())
        for mark in marks_of(row.kind, row.id, row.in_force, context)
    )
    return counted(place.of_cell(marks, form.campaign, background.kind), apart=place.apart)


def counted_of_town(
    place: Place, records: Iterable[Record], form: Form, given_up: Event
) -> Sequence[Counted]:
    """Likewise, of all that the town has."""
    rows = rows_in(until(given_up, records), form.positions)
    background = background_of(rows)
    marks = until(given_up, marks_in(rows, context_of(form, background)))
    return counted(place.of_cell(marks, form.campaign, background.kind), apart=place.apart)
