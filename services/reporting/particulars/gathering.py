"""Looking up what the words of a list are made of: rows, the events behind them, and who recorded what."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from nats.aio.client import Client

from services.reporting.lineage.cell import Counted
from services.reporting.lineage.provenance import read_provenance
from services.reporting.lineage.sources import Source, source_of
from services.reporting.particulars.listed import Gathered
from services.reporting.particulars.loaded import Loading, Recorded
from services.reporting.particulars.needed import members, named_in, to_read
from services.reporting.particulars.stored_events import StoredEvents
from services.reporting.particulars.words.acts import decisive
from services.reporting.reading.snapshot import Found
from services.reporting.subjects.references import Named
from shared.event_log.connection import Pool
from shared.events.catalogue import newest_data
from shared.events.envelope import Envelope
from shared.events.stream_id import StreamId
from shared.instant import microseconds
from shared.read_model.entry import Entry
from shared.read_model.generation import reading

_OF_REGISTRY = ("unit.described", "official.registered")
"""No row keeps them, for they move no figure. They are read as a whole: nothing says where they are."""


class Gathering:
    """At the positions of one report, however long it takes: nothing that is read changes."""

    def __init__(self, pool: Pool, bus: Client, township: str, found: Found) -> None:
        self._pool, self._found = pool, found
        self._rows = Loading(pool, township, found.form)
        self._events = StoredEvents(bus, township)
        self._said: dict[Source, dict[str, Any]] = {}

    async def of(self, column: str, counted: Sequence[Counted]) -> Gathered:
        """Raises `Rejected` where something can't be read just now, or is too much."""
        acts = [entry for each in counted for entry in (*each.events, *each.also)]
        await self._rows.load(members(column, counted))
        await self._rows.load_officials()
        await self._read_whole(acts)
        await self._rows.load(named_in([*self._said.values(), *(entry.data for entry in acts)]))
        await self._read_whole(acts)
        recorded = self._rows.recorded | await self._with_what_no_row_keeps()
        sources = {source_of(decisive(column, each)) for each in counted}
        async with reading(self._pool, self._found.form.generation) as connection:
            provenance = await read_provenance(connection, sources)
        return Gathered(self._found.form, self._found.organisations, recorded, self._said, provenance)

    async def _read_whole(self, acts: Iterable[Entry]) -> None:
        loaded = (entry for entries in self._rows.recorded.values() for entry in entries)
        wanted = to_read(chain(acts, loaded))
        self._said |= await self._events.at(
            {source: type_ for source, type_ in wanted.items() if source not in self._said}
        )

    async def _with_what_no_row_keeps(self) -> Recorded:
        more: dict[Named, list[Entry]] = defaultdict(list)
        known = self._rows.recorded
        for type_ in _OF_REGISTRY:
            async for event in self._events.of_type(
                "registry", type_, self._found.form.positions["registry"]
            ):
                stream = StreamId.parse(event.stream)
                key = stream.kind, stream.id
                if key in known or stream.kind == "official":
                    more[key].append(_whole(event))
        return {key: _in_order([*known.get(key, ()), *added]) for key, added in more.items()}


def _whole(event: Envelope) -> Entry:
    return Entry(event.type, microseconds(event.occurred), event.position, newest_data(event))


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.position)
