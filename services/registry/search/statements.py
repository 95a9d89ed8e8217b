"""Finding units in the directory. Work is bounded: of very many that match, the first found are ranked."""

from typing import NamedTuple

import orjson

from services.registry.search.normalised import grams_asked, normalised
from shared.event_log.connection import Pool
from shared.json_types import JsonObject

_RANKED = 2_000
# `$3`: of units that these may see; `$4`: of the others alone. Null: whoever may see it.
_VISIBLE = "($3::text[] is null or seen_by && $3) and ($4::text[] is null or not seen_by && $4)"
_BY_ID = f"""
select id, document from directory
where township = $1 and kind = 'unit' and id ^@ $2 and {_VISIBLE} order by id limit $5
"""  # noqa: S608 - all parts are written here
_BY_NAME = f"""
with found as materialized (
  select id, called, document from directory
  where township = $1 and kind = 'unit' and grams @> $6 and position($2 in called) > 0 and {_VISIBLE}
  limit {_RANKED}
)
select id, document from found order by length(called), id limit $5
"""  # noqa: S608 - all parts are written here


class Sight(NamedTuple):
    """Whose units are looked for."""

    township: str
    own: frozenset[str] | None = None
    """Those that these organisations own or have recorded something of; None for all."""
    others_than: frozenset[str] | None = None
    """Those that these neither own nor have recorded anything of."""

    def _marked(self, organisations: frozenset[str] | None) -> list[str] | None:
        return None if organisations is None else seen_by(self.township, organisations)

    @property
    def bounds(self) -> tuple[list[str] | None, list[str] | None]:
        return self._marked(self.own), self._marked(self.others_than)


def seen_by(township: str, organisations: frozenset[str]) -> list[str]:
    """As units are marked with them, of a township like `grams`."""
    return sorted(f"{township}/{each}" for each in organisations)


async def find(pool: Pool, sight: Sight, asked: str, most: int) -> dict[str, JsonObject]:
    """By id: first those whose id begins so, then by name, the shortest first."""
    called = normalised(asked)
    if not called:
        return {}
    rows = await pool.fetch(_BY_ID, sight.township, asked.strip(), *sight.bounds, most)
    if len(rows) < most:
        wanted = grams_asked(sight.township, called)
        rows += await pool.fetch(_BY_NAME, sight.township, called, *sight.bounds, most, wanted)
    found = {row["id"]: orjson.loads(row["document"]) for row in rows}
    return dict(list(found.items())[:most])
