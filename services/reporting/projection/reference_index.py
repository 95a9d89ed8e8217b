"""The reference index: which subjects name a subject, and so have marks to compute again when it changes."""

from services.reporting.projection.rows import Row
from services.reporting.subjects.references import Named
from shared.event_log.connection import Connection

_NAME = """
insert into naming (township, named_kind, named_id, kind, id)
select $1, row.* from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as row
"""
_UNNAME = """
delete from naming n using unnest($2::text[], $3::text[], $4::text[], $5::text[])
  as gone (named_kind, named_id, kind, id)
where n.township = $1 and n.named_kind = gone.named_kind and n.named_id = gone.named_id
  and n.kind = gone.kind and n.id = gone.id
"""


class Naming:
    """What a batch of events changes in the index."""

    def __init__(self) -> None:
        self.added: list[tuple[str, str, str, str]] = []
        self.gone: list[tuple[str, str, str, str]] = []

    def replace(self, row: Row, named: frozenset[Named]) -> None:
        self.added += [(*other, *row.key) for other in named - row.named]
        self.gone += [(*other, *row.key) for other in row.named - named]

    async def write(self, connection: Connection, township: str) -> None:
        if self.gone:
            await connection.execute(_UNNAME, township, *map(list, zip(*self.gone, strict=True)))
        if self.added:
            await connection.execute(_NAME, township, *map(list, zip(*self.added, strict=True)))
