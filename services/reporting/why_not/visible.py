"""Which subjects an account may ask about, as it is now: the same statements for every id, known or not."""

from collections.abc import Sequence

from services.reporting.counting.columns import COLUMN
from services.reporting.lineage.provenance import read_provenance
from services.reporting.lineage.sources import Source
from services.reporting.projection.rows import Row, load
from services.reporting.reading.question import Question
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.why_not.ownership import KindOf, owned
from shared.event_log.connection import Connection

_COUNTED_AS_MEMBER = """
select distinct column_key from tallies
where township = $1 and campaign = $2 and place = any($3::text[]) and member = $4 and marks > 0
"""


async def visible_kinds(
    connection: Connection, asked: Question, kinds: Sequence[str], subject: str, kind_of: KindOf
) -> frozenset[str]:
    """Of what has this id, that which the account's organisations own, recorded, or have in their cells."""
    if asked.only is None:
        return frozenset(kinds)
    rows = await load(connection, asked.township, [(kind, subject) for kind in kinds])
    sources = [
        Source(LOG_OF_KIND[row.kind], entry.position) for row in rows.values() for entry in row.entries
    ]
    recorded = await read_provenance(connection, sources)
    tallied = await connection.fetch(
        _COUNTED_AS_MEMBER, asked.township, asked.campaign, list(asked.only), subject
    )
    visible: set[str] = {COLUMN[column].counts for (column,) in tallied}
    for row in rows.values():
        by = {recorded[Source(LOG_OF_KIND[row.kind], entry.position)].organisation for entry in row.entries}
        if not asked.only.isdisjoint(by | _marked(row, asked.campaign)):
            visible.add(row.kind)
        if owned(row.kind, row.in_force, asked.only, kind_of):
            visible.add(row.kind)
    return frozenset(kinds) & visible


def _marked(row: Row, campaign: str) -> set[str]:
    return {filer for filer, *_ in row.marks.get(campaign, ())}
