"""On which days each publisher sent, for the last weeks: kept with the views, from the same events."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from shared.event_log.connection import Connection
from shared.instant import SHANGHAI
from shared.read_model.checkpoint import Published

_KEPT = timedelta(days=60)
_NOT_WATCHED = frozenset({"campaign-file", "reporting"})
"""They speak when somebody changes the file, or signs."""

_WRITE = """
insert into publisher_days (township, publisher, day, last)
select * from unnest($1::text[], $2::text[], $3::date[], $4::timestamptz[])
on conflict (township, publisher, day) do update set last = greatest(publisher_days.last, excluded.last)
"""
_FORGET = """
delete from publisher_days using unnest($1::text[], $2::text[], $3::date[]) as sent (township, publisher, day)
where publisher_days.township = sent.township and publisher_days.publisher = sent.publisher
  and publisher_days.day < sent.day
"""


async def keep_days(connection: Connection, batch: Sequence[Published]) -> None:
    last = last_by_day(batch)
    if last:
        keys = sorted(last)
        columns = [list(column) for column in zip(*keys, strict=True)]
        await connection.execute(_WRITE, *columns, [last[key] for key in keys])
        oldest = [key[2] - _KEPT for key in keys]
        await connection.execute(_FORGET, columns[0], columns[1], oldest)


def last_by_day(batch: Iterable[Published]) -> dict[tuple[str, str, date], datetime]:
    """By town, publisher and day, when the last event was recorded. People may be silent."""
    found: dict[tuple[str, str, date], datetime] = {}
    for event in batch:
        envelope = event.envelope
        if "@" not in envelope.publisher and envelope.publisher not in _NOT_WATCHED:
            day = envelope.recorded.astimezone(SHANGHAI).date()
            key = envelope.township, envelope.publisher, day
            found[key] = max(envelope.recorded, found.get(key, envelope.recorded))
    return found
