"""Which subjects are settled at given positions and a cut-off: told by where their entries lie.

Settled is what nothing was said of since, by itself or by what it names: its stored marks are those of then.
What was said of later alone is in no figure of then. The rest, mostly little, is counted anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from services.reporting.counting.town import TOWN_KINDS
from services.reporting.read_model import FIGURES
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.subjects.references import Named
from services.reporting.subjects.seen import COUNTS_THE_TOWN_ANEW
from shared.event_log.connection import Connection
from shared.read_model.model import FIRST
from shared.read_model.statements import read_folded

# Whole tables are put beside each other. What Postgres knows of them can be old, and then it would look up
# every row of one in the other.
_BY_HASH = "set local enable_nestloop = off"
_FRAME_CHANGED = """
select exists (
  select from subjects s join unnest($2::text[], $3::bigint[]) as at (kind, position) using (kind)
  where s.township = $1 and s.kind = any($4::text[]) and s.last_position > at.position
)
"""
# Of all towns and all that is kept: where even that is little, the town's need not be looked at.
_SIZE_OF_TABLE = "select pg_table_size('subjects')"
_SIZE = "select sum(greatest(length(entries), length(marks)))::bigint from subjects where township = $1"
# In one look at the town: looking at it takes longer than what is done with it. Little is named of what there
# is: from what is named to what was said of it since, and back to what names it.
_THEN = """
with at as materialized (select * from unnest($2::text[], $3::bigint[]) as at (kind, position)),
said as materialized (
  select named.kind, named.id
  from (select distinct named_kind as kind, named_id as id from naming where township = $1 and $5) as named
  join at using (kind)
  cross join lateral (
    select from subjects
    where township = $1 and kind = named.kind and id = named.id and seen_position > at.position offset 0
  ) as s
),
affected as materialized (
  select distinct n.kind, n.id from said join naming n on n.named_kind = said.kind and n.named_id = said.id
  where n.township = $1
)
select string_agg(marks, ',') filter (where is_settled and marks <> '{}'),
  array_agg(kind) filter (where not is_settled), array_agg(id) filter (where not is_settled),
  array_agg(entries) filter (where not is_settled)
from (
  select s.kind, s.id, s.entries, s.marks,
    s.last_position <= at.position and s.last_occurred < $4 and a.id is null as is_settled
  from subjects s join at using (kind)
  left join affected as a on a.kind = s.kind and a.id = s.id
  where s.township = $1 and s.first_position <= at.position and s.first_occurred < $4
) as known
"""
_OF_KINDS = "select kind, id, entries from subjects where township = $1 and kind = any($2::text[])"
_BY_KEY = """
select s.* from unnest($2::text[], $3::text[]) as k (kind, id)
cross join lateral (
  select kind, id, entries from subjects where township = $1 and kind = k.kind and id = k.id offset 0
) as s
"""


Row: TypeAlias = Sequence[Any]
"""Kind, id and entries."""


class Then(NamedTuple):
    """As recorded at these positions, of what occurred before the limit (microseconds since 1970)."""

    township: str
    positions: Mapping[str, int]
    limit: int
    generation: str = FIRST

    @property
    def at(self) -> tuple[str, list[str], list[int]]:
        """As the statements take it: the position for each kind of subject."""
        return self.township, list(LOG_OF_KIND), [self.positions[log] for log in LOG_OF_KIND.values()]


class Stored(NamedTuple):
    """Of one moment of the database, as it is stored."""

    settled: bytes
    """JSON objects, one after the other with commas: the marks of each settled subject, by campaign."""
    unsettled: list[Row]
    town: list[Row]


async def read_stored(connection: Connection, then: Then, most_bytes: int) -> Stored | None:
    """On one snapshot. None where something was said since that every mark may depend on, or where there is
    more than that."""
    if await connection.fetchval(_FRAME_CHANGED, *then.at, COUNTS_THE_TOWN_ANEW):
        return None
    if await connection.fetchval(_SIZE_OF_TABLE) > most_bytes:
        size = await connection.fetchval(_SIZE, then.township)
        if size is not None and size > most_bytes:
            return None
    await connection.execute(_BY_HASH)
    asked = *then.at, then.limit, await _anything_since(connection, then)
    ((settled, *unsettled),) = await connection.fetch(_THEN, *asked)
    return Stored(
        settled or b"",
        list(zip(*(each or () for each in unsettled), strict=True)),
        await connection.fetch(_OF_KINDS, then.township, TOWN_KINDS),
    )


async def _anything_since(connection: Connection, then: Then) -> bool:
    """At the end of the logs there is no since."""
    folded = await read_folded(connection, FIGURES)
    return any(folded.checkpoint(log).position > position for log, position in then.positions.items())


async def read_these(connection: Connection, township: str, keys: Iterable[Named]) -> list[Row]:
    """Kind, id and entries, as far as they are known."""
    listed = list(keys)
    kinds, ids = [kind for kind, _ in listed], [subject for _, subject in listed]
    return list(await connection.fetch(_BY_KEY, township, kinds, ids))
