"""What is read to explain a subject: its rows and what they name, or the whole town as of other times."""

from collections.abc import Iterable, Mapping, Sequence
from threading import Event

from asyncpg import Record

from services.reporting.counting.background import Background
from services.reporting.counting.recount import background_of
from services.reporting.lineage.place import Place
from services.reporting.projection.load_background import background_for, load_town
from services.reporting.projection.rows import Row, load, load_naming
from services.reporting.reading.asked_form import Form, context_of
from services.reporting.subjects.as_recorded import recorded_up_to, rows_in
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.subjects.merging import survivor
from services.reporting.subjects.references import Named
from services.reporting.turns.giving_up import until
from services.reporting.why_not.explaining import Explained, explained
from services.reporting.why_not.rules.cell import Cell
from services.reporting.why_not.rules.subject import Subject
from shared.event_log.connection import Connection
from shared.read_model.entry import Entry, decode

Kept = tuple[Mapping[Named, Row], Background]
Explanations = Mapping[str, Explained]
"""By the kind that the id is taken for."""

_NAMED_BY = {"unit": ("inspection", "penalty"), "hazard": ("hazard",)}


async def load_kept(connection: Connection, township: str, kinds: Sequence[str], subject: str) -> Kept:
    """On the snapshot of the maintained cells."""
    town = await load_town(connection, township)
    rows = await load(connection, township, [(kind, subject) for kind in kinds])
    background = await background_for(connection, township, town, rows)
    standing_of = {"unit": background.unit_standing, "hazard": background.hazard_standing}
    asked = {(kind, subject) for kind in kinds if kind in standing_of}
    asked |= {(kind, survivor(subject, standing_of[kind])) for kind, subject in asked}
    rows |= await load(connection, township, asked - rows.keys())
    naming = await load_naming(connection, township, asked)
    wanted = {kind for named, _ in asked for kind in _NAMED_BY[named]}
    rows |= {key: row for key, row in naming.items() if row.kind in wanted}
    return rows, await background_for(connection, township, town, rows)


def explained_of_kept(kept: Kept, form: Form, place: Place, kinds: Sequence[str], id_: str) -> Explanations:
    loaded, background = kept
    rows: dict[str, dict[str, Sequence[Entry]]] = {}
    for row in loaded.values():
        rows.setdefault(row.kind, {})[row.id] = row.in_force
    cell = Cell(place, form.campaign, context_of(form, background))
    recorded = {kind: loaded[kind, id_].entries if (kind, id_) in loaded else [] for kind in kinds}
    return {kind: explained(Subject(kind, id_, recorded[kind]), rows, cell) for kind in kinds}


def explained_of_town(
    place: Place, kinds: Sequence[str], id_: str, records: Iterable[Record], form: Form, given_up: Event
) -> Explanations:
    """Raises `GivenUp` soon after that is set."""
    records = list(records)
    rows = rows_in(until(given_up, records), form.positions)
    cell = Cell(place, form.campaign, context_of(form, background_of(rows)))
    stored = {kind: decode(entries) for kind, subject, entries in records if subject == id_ and kind in kinds}
    return {
        kind: explained(
            Subject(kind, id_, recorded_up_to(stored.get(kind, ()), form.positions[LOG_OF_KIND[kind]])),
            rows,
            cell,
        )
        for kind in kinds
    }
