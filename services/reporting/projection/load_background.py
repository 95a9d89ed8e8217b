"""Loading what marks depend on: the units and hazards that subjects name, to the end of each chain."""

from collections.abc import Iterable, Mapping

from services.reporting.counting.background import Background
from services.reporting.projection.rows import Row, load
from services.reporting.projection.town import Town
from services.reporting.subjects.merging import Standing, standing
from services.reporting.subjects.references import Named, named_in
from services.reporting.subjects.unit import Unit
from shared.event_log.connection import Connection


async def background_for(
    connection: Connection, township: str, town: Town, rows: Mapping[Named, Row]
) -> Background:
    """`rows` as they will be; what they name and is not among them is loaded."""
    units: dict[str, Unit] = {}
    hazards: dict[str, Standing] = {}
    seen: set[Named] = set(rows)
    fresh: Mapping[Named, Row] = rows
    while fresh:
        for row in fresh.values():
            if row.kind == "unit":
                units[row.id] = Unit.of(row.holding)
            elif row.kind == "hazard":
                hazards[row.id] = standing("hazard", row.holding)
        wanted = _looked_up(fresh.values(), town) - seen
        seen |= wanted
        fresh = await load(connection, township, wanted)
    return Background(town.organisations, town.officials, units, hazards)


def _looked_up(rows: Iterable[Row], town: Town) -> set[Named]:
    """Officials are known with the town."""
    named: set[Named] = set()
    for row in rows:
        named.update(key for key in named_in(row.kind, row.holding, town.kind) if key[0] != "official")
    return named
