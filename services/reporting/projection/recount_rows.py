"""Counting rows of one town anew: their marks and whom they name; cells move by the difference."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from services.reporting.counting.background import Background
from services.reporting.counting.chains import with_chains
from services.reporting.counting.context import Context
from services.reporting.counting.marks import marks_of
from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES
from services.reporting.counting.town import Town
from services.reporting.projection.cells import Difference
from services.reporting.projection.load_background import background_for
from services.reporting.projection.reference_index import Naming
from services.reporting.projection.rows import Row, StoredMarks, save
from services.reporting.subjects.references import Named, named_in
from shared.event_log.connection import Connection


@dataclass(slots=True)
class Recounted:
    """What has to be written of rows that were counted anew."""

    changed: list[Row] = field(default_factory=list)
    naming: Naming = field(default_factory=Naming)
    difference: Difference = field(default_factory=Difference)


async def recount_rows(
    connection: Connection,
    township: str,
    town: Town,
    touched: Mapping[Named, Row],
    others: Mapping[Named, Row],
) -> None:
    """Of the others only those whose marks or names really changed are written."""
    rows = {**touched, **others}
    background = await background_for(connection, township, town, rows)
    counted = recounted(town, background, rows, touched)
    await save(connection, township, counted.changed)
    await counted.naming.write(connection, township)
    await counted.difference.write(connection, township)


def recounted(
    town: Town, background: Background, rows: Mapping[Named, Row], touched: Container[Named]
) -> Recounted:
    """The rows as they are from now on, and what that changes."""
    contexts = contexts_of(town, background)
    counted = Recounted()
    for key, row in rows.items():
        marks = stored_marks(row, contexts)
        named = frozenset(with_chains(named_in(row.kind, row.in_force, town.kind), background))
        if key in touched or marks != row.marks or named != row.named:
            counted.changed.append(row)
        counted.difference.replace(row.marks, marks)
        counted.naming.replace(row, named)
        row.marks, row.named = marks, named
    return counted


def contexts_of(town: Town, background: Background) -> dict[str, Context]:
    """By campaign; one whose policy this release does not know has no figures."""
    return {
        campaign.id: Context(Period.of(campaign), POLICIES[campaign.policy], background)
        for campaign in town.campaigns.values()
        if campaign.policy in POLICIES
    }


def stored_marks(row: Row, contexts: Mapping[str, Context]) -> StoredMarks:
    found = {}
    for campaign, context in contexts.items():
        marks = marks_of(row.kind, row.id, row.in_force, context)
        if marks:
            found[campaign] = [(mark.filer, mark.column, mark.member, mark.weight) for mark in marks]
    return found
