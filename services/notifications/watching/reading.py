"""What is kept, as an account may see it: all of its town, or what concerns its own organisations."""

from typing import Any, Literal, get_args

import orjson

from shared.event_log.connection import Pool
from shared.facts.account import Account

HazardState = Literal["open", "claimed", "closed", "looked_back", "voided", "merged"]
STATES = get_args(HazardState)

_OF_KIND = "select view from subjects where township = $1 and kind = $2 order by id"
_HAZARDS = """
select h.id, h.view, u.view as unit
from subjects h
left join subjects u on u.stream = h.township || '/unit/' || (h.view ->> 'unit_id')
where h.township = $1 and h.kind = 'hazard' and h.view ->> 'state' = any($2::text[]) and h.id > $3
  and ($4::text[] is null or h.view -> 'organisations' ?| $4
       or u.view ->> 'village' = any($4) or u.view ->> 'department' = any($4))
order by h.id limit $5
"""
_CHECKPOINTS = "select log, position from checkpoints order by log"


def scope_of(account: Account) -> frozenset[str] | None:
    """The organisations whose matters it sees; None for all of its town."""
    return None if account.sees_every_filer else account.organisations


async def views_of_kind(pool: Pool, account: Account, kind: str) -> list[dict[str, Any]]:
    rows = await pool.fetch(_OF_KIND, account.township, kind)
    return [orjson.loads(row["view"]) for row in rows]


async def hazards(
    pool: Pool, account: Account, states: list[HazardState], after: str, limit: int
) -> list[dict[str, Any]]:
    """In order of their ids, each with the unit as known here."""
    scope = scope_of(account)
    organisations = None if scope is None else sorted(scope)
    rows = await pool.fetch(_HAZARDS, account.township, states, after, organisations, limit)
    return [
        {**orjson.loads(row["view"]), "unit": None if row["unit"] is None else orjson.loads(row["unit"])}
        for row in rows
    ]


async def positions(pool: Pool) -> dict[str, int]:
    return {row["log"]: row["position"] for row in await pool.fetch(_CHECKPOINTS)}
