"""What a rehearsal is played from, read in the caller's transaction, which may write nothing."""

import orjson

from services.notifications.planning.basis import Basis
from services.notifications.rehearsing.over_time import Entries, Past
from services.notifications.rules.town import View
from shared.event_log.connection import Connection
from shared.problems import Rejected
from shared.read_model.entry import decode

MOST_HAZARDS = 20_000
_FILINGS = "select id, entries from subjects where township = $1 and kind = 'filing'"
_HAZARDS = """
select h.id, h.entries, u.view as unit
from subjects h left join subjects u on u.stream = h.township || '/unit/' || (h.view ->> 'unit_id')
where h.township = $1 and h.kind = 'hazard'
  and (h.view ->> 'state' in ('open', 'claimed', 'closed') or h.view ->> 'last_entry' >= $2)
order by h.id limit $3
"""


async def load_past(connection: Connection, basis: Basis, begins: str) -> Past:
    """Of hazards those that were not settled before it begins. `rehearsal_too_large` beyond what is borne."""
    township = basis.town.township
    filings: dict[str, Entries] = {
        row["id"]: decode(row["entries"]) for row in await connection.fetch(_FILINGS, township)
    }
    rows = await connection.fetch(_HAZARDS, township, begins, MOST_HAZARDS + 1)
    if len(rows) > MOST_HAZARDS:
        raise Rejected("rehearsal_too_large", most=str(MOST_HAZARDS))
    hazards: dict[str, tuple[Entries, View | None]] = {
        row["id"]: (decode(row["entries"]), None if row["unit"] is None else orjson.loads(row["unit"]))
        for row in rows
    }
    usable = {rule: basis.templates.usable(rule) for rule in basis.town.policy.rules}
    return Past(basis.town, basis.directory, filings, hazards, usable)
