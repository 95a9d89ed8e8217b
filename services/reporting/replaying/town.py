"""One town as an archive has it: the entries of its subjects, as recorded up to an extent."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from services.reporting.replaying.archive import Archive
from services.reporting.replaying.extent import Extent
from services.reporting.subjects.as_recorded import Rows
from services.reporting.subjects.from_bytes import gather
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.subjects.references import Named
from shared.events.stream_id import StreamId
from shared.problems import Rejected
from shared.read_model.entry import Entry, in_force


@dataclass
class ReplayedTown:
    township: str
    entries: Mapping[Named, list[Entry]]
    positions: Mapping[str, int]
    """Of the last event of each log, whichever town's."""

    def rows(self) -> Rows:
        """No entry is later than the positions: none has to be left out."""
        rows: dict[str, dict[str, Sequence[Entry]]] = defaultdict(dict)
        for (kind, subject), entries in self.entries.items():
            rows[kind][subject] = in_force(entries)
        return rows


@dataclass
class _Streams:
    """By stream, not yet by subject: that takes one look a stream, not one an event."""

    entries: defaultdict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    positions: dict[str, int] = field(default_factory=dict)

    def read(self, archive: Archive, log: str, extent: Extent) -> None:
        numbered = archive.read(log, extent.last[log])
        self.positions[log] = gather(numbered, extent.recorded_before, self.entries)

    def towns(self) -> list[str]:
        return sorted({stream.partition("/")[0] for stream in self.entries})


def replayed_town(archive: Archive, extent: Extent, township: str | None) -> ReplayedTown:
    """The only one where none is named. Raises `choose_township`, and `not_found` for one not there."""
    streams = _Streams()
    for log in extent.last:
        streams.read(archive, log, extent)
    named = _the_only(streams.towns()) if township is None else township
    entries = dict(_of_town(named, streams.entries))
    if not entries:
        raise Rejected("not_found", what=named)
    return ReplayedTown(named, entries, streams.positions)


def _the_only(towns: list[str]) -> str:
    if len(towns) > 1:
        raise Rejected("choose_township", towns="、".join(towns))
    return towns[0] if towns else "-"


def _of_town(township: str, streams: Mapping[str, list[Entry]]) -> Iterator[tuple[Named, list[Entry]]]:
    for stream, entries in streams.items():
        town, kind, subject = StreamId.parse(stream)
        if town == township and kind in LOG_OF_KIND:
            yield (kind, subject), entries
