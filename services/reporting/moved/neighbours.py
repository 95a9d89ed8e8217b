"""The rows that decide what one event of a subject adds to a cell: few, where the whole town would do too.

Its members are the subject itself, or units; whatever else marks the same ones, and what these depend on,
has to be there. What others name is known as it is now: a merger that was taken back since leads nowhere.
"""

from collections.abc import Iterable, Iterator, Mapping

from services.reporting.counting.town import TOWN_KINDS
from services.reporting.differences.walk import Subjects
from services.reporting.projection.rows import Row, load, load_kinds, load_naming
from services.reporting.subjects.references import Named
from shared.event_log.connection import Connection
from shared.problems import Rejected

MOST = 1_000
_MARKS_UNITS = ("unit", "inspection", "penalty")


async def load_neighbours(connection: Connection, township: str, subject: Named) -> Subjects:
    """Entries as recorded. Raises `too_many_beside`."""
    town = await load_kinds(connection, township, TOWN_KINDS)
    fresh: Mapping[Named, Row] = await load(connection, township, [subject])
    known = dict(fresh)
    spread = {"hazard", "unit"} if subject[0] in _MARKS_UNITS else {"hazard"}
    while fresh:
        named = {*fresh, *_named_in(fresh.values())}
        around = [each for each in named if each[0] in spread]
        loaded = {
            **await load(connection, township, named - known.keys()),
            **await load_naming(connection, township, around),
        }
        fresh = {key: row for key, row in loaded.items() if key not in known}
        known |= fresh
        if len(known) > MOST:
            raise Rejected("too_many_beside", limit=str(MOST))
    return {key: row.entries for key, row in (town | known).items()}


def _named_in(rows: Iterable[Row]) -> Iterator[Named]:
    """Units and hazards, what was taken back included."""
    for row in rows:
        for entry in row.entries:
            if "unit_id" in entry.data:
                yield "unit", entry.data["unit_id"]
            if "into" in entry.data:
                yield row.kind, entry.data["into"]
