"""Units that were merged into another one, over however many steps, as far as an account may look at them."""

from dataclasses import dataclass

from fastapi import Request

from services.registry.unit_rights import UNIT_RIGHTS
from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.problems import Rejected
from shared.timelines.reading import TimelineReading

MOST = 20
_MERGED = """
with recursive merged (id, name) as (
  select id, document ->> 'name' from directory
  where township = $1 and kind = 'unit' and document ->> 'merged_into' = $2
  union
  select d.id, d.document ->> 'name' from merged m join directory d
  on d.township = $1 and d.kind = 'unit' and d.document ->> 'merged_into' = m.id
)
select id, name from merged where id <> $2 order by id limit $3
"""


@dataclass(frozen=True, slots=True)
class MergedUnit:
    id: str
    name: str


async def merged_into(request: Request, account: Account, unit: str) -> list[MergedUnit]:
    """Each is judged as its own page is."""
    pool: Pool = request.app.state.pool
    rows = await pool.fetch(_MERGED, account.township, unit, MOST)
    found = [MergedUnit(row["id"], row["name"]) for row in rows]
    return [each for each in found if await _may_see(request, account, each.id)]


async def _may_see(request: Request, account: Account, unit: str) -> bool:
    reading: TimelineReading = request.app.state.timelines
    try:
        await reading.of(account, ("unit", unit), UNIT_RIGHTS)
    except Rejected as refused:
        if refused.code == "not_yours":
            return False
        raise
    return True
