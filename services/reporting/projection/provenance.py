"""When each event was recorded and by whom, by log and position: counting loads nothing of it."""

from collections.abc import Sequence

from shared.event_log.connection import Connection
from shared.instant import microseconds
from shared.read_model.checkpoint import Published

_KEEP = """
insert into provenance (log, position, recorded, actor, organisation)
select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[])
"""


async def keep_provenance(connection: Connection, batch: Sequence[Published]) -> None:
    """Of all events, whether or not they move a figure."""
    envelopes = [published.envelope for published in batch]
    await connection.execute(
        _KEEP,
        [each.log for each in envelopes],
        [each.position for each in envelopes],
        [microseconds(each.recorded) for each in envelopes],
        [each.actor for each in envelopes],
        [each.actor_organisation for each in envelopes],
    )
