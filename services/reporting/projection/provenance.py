"""When each event was recorded and by whom, by log and position: counting loads nothing of it."""

from collections.abc import Sequence

from shared.event_log.connection import Connection
from shared.instant import microseconds
from shared.read_model.checkpoint import Published

_COLUMNS = ("log", "position", "recorded", "actor", "organisation")


async def keep_provenance(connection: Connection, batch: Sequence[Published]) -> None:
    """Of all events, whether or not they move a figure."""
    envelopes = [published.envelope for published in batch]
    await connection.copy_records_to_table(
        "provenance",
        columns=_COLUMNS,
        records=[
            (each.log, each.position, microseconds(each.recorded), each.actor, each.actor_organisation)
            for each in envelopes
        ],
    )
