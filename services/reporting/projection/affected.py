"""Which other subjects have to be counted again when some have changed."""

from collections.abc import Iterable, Mapping

from services.reporting.projection.rows import Row, load_all, load_naming
from services.reporting.subjects.references import Named
from services.reporting.subjects.seen import COUNTS_THE_TOWN_ANEW, seen_by_others
from shared.event_log.connection import Connection


class Changes:
    """What changed about subjects in the eyes of those that name them."""

    def __init__(self) -> None:
        self.whole_town = False
        self.named: set[Named] = set()

    def note(self, row: Row, before: Mapping[Named, object]) -> None:
        """`row` as it is now, against what `seen_by_others` made of it before."""
        if row.kind in COUNTS_THE_TOWN_ANEW:
            self.whole_town = True
        elif seen_by_others(row.kind, row.in_force) != before[row.key]:
            self.named.add(row.key)


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
