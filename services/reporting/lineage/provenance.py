"""When the listed events were recorded, and by whom."""

from collections.abc import Iterable

from services.reporting.lineage.recorded_by import Provenance
from services.reporting.lineage.sources import Source
from shared.event_log.connection import Connection

_READ = """
select p.log, p.position, p.recorded, p.actor, p.organisation
from unnest($1::text[], $2::bigint[]) as k (log, position)
cross join lateral (
  select * from provenance where log = k.log and position = k.position offset 0
) as p
"""


async def read_provenance(connection: Connection, sources: Iterable[Source]) -> dict[Source, Provenance]:
    asked = list(sources)
    records = await connection.fetch(_READ, [log for log, _ in asked], [position for _, position in asked])
    return {Source(log, position): Provenance(*rest) for log, position, *rest in records}
