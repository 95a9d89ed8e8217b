"""Loading what marks depend on: the town, and what subjects name, to the end of each chain of mergers."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial

from services.reporting.counting.background import Background
from services.reporting.counting.town import TOWN_KINDS, Town
from services.reporting.projection.rows import Row, load, load_kinds
from services.reporting.subjects.merging import Standing, standing
from services.reporting.subjects.references import Named, looked_up
from services.reporting.subjects.unit import Unit
from shared.event_log.connection import Connection
from shared.read_model.entry import Entry

LoadRows = Callable[[Iterable[Named]], Awaitable[Mapping[Named, Row]]]


async def load_town(connection: Connection, township: str) -> Town:
    """Its organisations, officials and campaigns: few, and known as a whole."""
    return town_of(await load_kinds(connection, township, TOWN_KINDS))


def town_of(known: Mapping[Named, Row]) -> Town:
    rows: dict[str, dict[str, Sequence[Entry]]] = defaultdict(dict)
    for (kind, subject), row in known.items():
        rows[kind][subject] = row.in_force
    return Town.of(rows)


async def background_for(
    connection: Connection, township: str, town: Town, rows: Mapping[Named, Row]
) -> Background:
    """`rows` as they will be; what they name and is not among them is loaded."""
    return await background_of(partial(load, connection, township), town, rows)


async def background_of(load_rows: LoadRows, town: Town, rows: Mapping[Named, Row]) -> Background:
    """Wherever other rows are."""
    units: dict[str, Unit] = {}
    hazards: dict[str, Standing] = {}
    seen: set[Named] = set(rows)
    fresh: Mapping[Named, Row] = rows
    while fresh:
        for row in fresh.values():
            if row.kind == "unit":
                units[row.id] = Unit.of(row.in_force)
            elif row.kind == "hazard":
                hazards[row.id] = standing("hazard", row.in_force)
        wanted = _looked_up(fresh.values(), town) - seen
        seen |= wanted
        fresh = await load_rows(wanted)
    return Background(town.organisations, town.officials, units, hazards)


def _looked_up(rows: Iterable[Row], town: Town) -> set[Named]:
    named: set[Named] = set()
    for row in rows:
        named |= looked_up(row.kind, row.in_force, town.kind)
    return named
