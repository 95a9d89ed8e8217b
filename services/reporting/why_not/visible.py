"""Which subjects an account may ask about, as it is now: the same statements for every id, known or not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from services.reporting.counting.columns import COLUMN
from services.reporting.lineage.provenance import read_provenance
from services.reporting.lineage.sources import Source
from services.reporting.projection.rows import Row, load
from services.reporting.reading.question import Question
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.subjects.references import Named
from services.reporting.why_not.ownership import KindOf, owned
from shared.event_log.connection import Connection

_COUNTED_AS_MEMBER = """
select distinct column_key, member from tallies
where township = $1 and campaign = any($2::text[]) and place = any($3::text[]) and member = any($4::text[])
  and marks > 0
"""


@dataclass(frozen=True, slots=True)
class Sight:
    """Of some organisations of a township."""

    township: str
    campaigns: Sequence[str]
    """In whose cells something may count."""
    organisations: frozenset[str]
    kind_of: KindOf


async def visible_kinds(
    connection: Connection, asked: Question, kinds: Sequence[str], subject: str, kind_of: KindOf
) -> frozenset[str]:
    """Of what has this id, that which the account's organisations own, recorded, or have in their cells."""
    if asked.only is None:
        return frozenset(kinds)
    sight = Sight(asked.township, (asked.campaign,), asked.only, kind_of)
    found = await visible(connection, sight, [(kind, subject) for kind in kinds])
    return frozenset(kind for kind, _ in found)


async def visible(connection: Connection, sight: Sight, keys: Collection[Named]) -> set[Named]:
    """On one snapshot of the read model."""
    rows = await load(connection, sight.township, keys)
    sources = [
        Source(LOG_OF_KIND[row.kind], entry.position) for row in rows.values() for entry in row.entries
    ]
    recorded = await read_provenance(connection, sources)
    tallied = await connection.fetch(
        _COUNTED_AS_MEMBER,
        sight.township,
        list(sight.campaigns),
        list(sight.organisations),
        [id_ for _, id_ in keys],
    )
    found = {(str(COLUMN[column].counts), member) for column, member in tallied}
    for row in rows.values():
        by = {recorded[Source(LOG_OF_KIND[row.kind], entry.position)].organisation for entry in row.entries}
        if not sight.organisations.isdisjoint(by | _marked(row, sight.campaigns)):
            found.add(row.key)
        if owned(row.kind, row.in_force, sight.organisations, sight.kind_of):
            found.add(row.key)
    return found & set(keys)


def _marked(row: Row, campaigns: Sequence[str]) -> set[str]:
    return {filer for campaign in campaigns for filer, *_ in row.marks.get(campaign, ())}
