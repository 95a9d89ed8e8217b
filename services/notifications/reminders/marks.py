"""What has to be planned anew after events: written in the transaction that applied them."""

from collections.abc import Iterable

from shared.event_log.connection import Connection
from shared.events.stream_id import StreamId

WHOLE_TOWN = ""
_SUBJECTS = {"hazard": "hazard/{}", "filing": "reports/{}"}
"""Of what is small; anything else a rule looks at concerns the whole town."""

_MARK = """
insert into to_plan (township, subject)
select distinct township, subject from unnest($1::text[], $2::text[]) as marked (township, subject)
order by 1, 2
on conflict (township, subject) do update set since = clock_timestamp()
"""
_MARK_HAZARDS_OF = """
insert into to_plan (township, subject)
select distinct h.township, 'hazard/' || h.id
from unnest($1::text[], $2::text[]) as unit (township, id)
join subjects h on h.kind = 'hazard' and h.township = unit.township and h.view ->> 'unit_id' = unit.id
order by 1, 2
on conflict (township, subject) do update set since = clock_timestamp()
"""


async def plan_town_anew(connection: Connection, township: str) -> None:
    """In the transaction that changes whom its reminders reach."""
    await connection.execute(_MARK, [township], [WHOLE_TOWN])


async def plan_subject_anew(connection: Connection, township: str, subject: str) -> None:
    """In the transaction that changes what of it is still to be said."""
    await connection.execute(_MARK, [township], [subject])


async def mark_subjects(connection: Connection, township: str, subjects: Iterable[str]) -> None:
    """In the transaction that changes what is demanded of them."""
    if marked := sorted({(township, subject) for subject in subjects}):
        await connection.execute(_MARK, *_columns(marked))


async def mark(connection: Connection, streams: Iterable[str]) -> None:
    """Sorted: two that mark at once must not wait for each other."""
    units: list[tuple[str, str]] = []
    marked: set[tuple[str, str]] = set()
    for stream in streams:
        township, kind, id_ = StreamId.parse(stream)
        if kind == "unit":
            units.append((township, id_))
        else:
            marked.add((township, _SUBJECTS.get(kind, WHOLE_TOWN).format(id_)))
    if marked:
        await connection.execute(_MARK, *_columns(sorted(marked)))
    if units:
        await connection.execute(_MARK_HAZARDS_OF, *_columns(sorted(units)))


def _columns(pairs: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [first for first, _ in pairs], [second for _, second in pairs]
