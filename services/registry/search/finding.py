"""What an account finds: of a filer first what is its own by the registry, then what counts in its cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request

from services.registry.search.statements import Sight, find
from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.identity.filers import visible_filers
from shared.json_types import JsonObject
from shared.timelines.seen import in_cells_too

MOST = 50
_OTHERS = 100
"""So many that are not its own by the registry are looked for in its cells."""


@dataclass(frozen=True, slots=True)
class FoundUnits:
    units: Sequence[JsonObject]
    more: bool
    """There may be others: a longer question finds them."""


async def found_units(request: Request, account: Account, asked: str, most: int = MOST) -> FoundUnits:
    pool: Pool = request.app.state.pool
    own = visible_filers(account)
    found = await find(pool, Sight(account.township, own=own), asked, most + 1)
    more = False
    if own is not None and len(found) <= most:
        others = await find(pool, Sight(account.township, others_than=own), asked, _OTHERS)
        counted = await in_cells_too(request.app.state.bus, account, "unit", list(others))
        found |= {id_: unit for id_, unit in others.items() if id_ in counted}
        more = len(others) == _OTHERS
    return FoundUnits(list(found.values())[:most], more or len(found) > most)
