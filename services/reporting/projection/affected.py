"""Which other subjects have to be counted again when some have changed."""

from collections.abc import Iterable, Mapping

from services.reporting.projection.rows import Row, load_all, load_naming
from services.reporting.subjects.merging import standing
from services.reporting.subjects.references import Named
from services.reporting.subjects.unit import Unit
from shared.event_log.connection import Connection

_COUNTS_THE_TOWN_ANEW = ("organisation", "campaign")


class Changes:
    """What changed about subjects in the eyes of those that name them."""

    def __init__(self) -> None:
        self.whole_town = False
        self.named: set[Named] = set()

    def note(self, row: Row, before: Mapping[Named, object]) -> None:
        """`row` as it is now, against what `view_from_outside` made of it before."""
        if row.kind in _COUNTS_THE_TOWN_ANEW:
            self.whole_town = True
        elif view_from_outside(row) != before[row.key]:
            self.named.add(row.key)


def view_from_outside(row: Row) -> object:
    """As much of a subject as others' marks depend on: a unit's new grade moves nobody else."""
    match row.kind:
        case "unit":
            unit = Unit.of(row.in_force)
            return unit.standing, unit.departments
        case "hazard":
            return standing("hazard", row.in_force)
        case "official":
            return tuple(row.in_force)
        case _:
            return None


async def load_affected(
    connection: Connection, township: str, changes: Changes, touched: Iterable[Named]
) -> dict[Named, Row]:
    """Those that are not among the touched themselves."""
    if changes.whole_town:
        rows = await load_all(connection, township)
    else:
        rows = await load_naming(connection, township, changes.named)
    known = set(touched)
    return {key: row for key, row in rows.items() if key not in known}
