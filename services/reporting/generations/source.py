"""Where the events come from: an archive's segments as far as they go, then the log's stream.

What is asked for is a part at a time, in whichever process. What can't be read just now is raised, and asked
for again from the checkpoint on.
"""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from services.reporting.generations.part import Part, part_of
from services.reporting.generations.process import Own
from services.reporting.generations.settings import From
from services.reporting.reading.question import LOGS
from shared.archive.finding import Finding
from shared.archive.manifest import NAME, Manifest
from shared.archive.opened import opened
from shared.archive.parquet import NoSegment, SegmentFile
from shared.archive.reading import Damaged, manifest_of
from shared.archive.segment import Entry
from shared.bus.pull import Lost
from shared.event_log.chain import Broken
from shared.follower.consumer import pulling_log
from shared.problems import Rejected

PART_EVENTS = 16_384
"""As many as a row group of a segment has."""
_PART_BYTES = 32 * 1024 * 1024
_SILENT_SECONDS, _MORE_SECONDS = 4.0, 1.0
"""After that a stream has nothing to give for now; or no more than what has come."""


@dataclass(frozen=True, slots=True)
class FromArchive:
    """As much as the row group has that `first` is in, and not beyond `last`."""

    place: str
    entry: Entry
    first: int
    last: int
    buckets: int

    async def do(self, own: Own) -> Part:
        """Raises `Damaged`."""
        return await asyncio.to_thread(self._part) if own.alone else self._part()

    def _part(self) -> Part:
        segment, file = self.entry.segment, self.entry.file
        try:
            with opened(self.place).local(file) as path, SegmentFile(path) as opened_file:
                start, raws = opened_file.events_after(self.first - 1)
            part = part_of(
                segment.log, self.first, raws[self.first - start : self.last - start + 1], self.buckets
            )
        except Broken as broken:
            raise Damaged(Finding(broken.position, broken.what, file)) from None
        except NoSegment:
            raise Damaged(Finding(self.first, "not_a_segment", file)) from None
        except FileNotFoundError:
            raise Damaged(Finding(self.first, "segment_missing", file)) from None
        self._refuse_unless_whole(part)
        return part

    def _refuse_unless_whole(self, part: Part) -> None:
        """At its ends the segment is held against the manifest."""
        segment = self.entry.segment
        if part.log_id != segment.log_id:
            raise Damaged(Finding(part.first, "other_log", self.entry.file))
        if part.first == segment.first and part.previous_hash != segment.previous_hash:
            raise Damaged(Finding(part.first, "chain", self.entry.file))
        if part.last == segment.last and part.hash != segment.last_hash:
            raise Damaged(Finding(part.last, "hash", self.entry.file))


@dataclass(frozen=True, slots=True)
class FromStream:
    log: str
    first: int
    last: int
    buckets: int

    async def do(self, own: Own) -> Part:
        """What has come until it falls silent; raises `Lost` where that is nothing."""
        raws: list[bytes] = []
        size, many = 0, self.last - self.first + 1
        async with own.bus() as bus, pulling_log(bus, self.log, "rebuild", self.first) as pull:
            while len(raws) < many and size < _PART_BYTES:
                try:
                    async with asyncio.timeout(_MORE_SECONDS if raws else _SILENT_SECONDS):
                        messages = await pull.next_messages()
                except (Lost, TimeoutError):
                    if not raws:
                        raise Lost(f"{self.log}: nothing after {self.first - 1}") from None
                    break
                raws += [each.data for each in messages]
                size += sum(len(each.data) for each in messages)
        return part_of(self.log, self.first, raws[:many], self.buckets)


Ask = FromArchive | FromStream


@dataclass(frozen=True, slots=True)
class Source:
    archives: Mapping[str, tuple[str, Manifest]] = field(default_factory=dict)
    """By log where its archive lies, and what it has. Empty: the streams alone."""

    @classmethod
    def of(cls, chosen: From | None, place: str) -> "Source":
        """Raises `no_archive` where one is asked for, and `Damaged`."""
        if chosen is From.STREAM:
            return cls()
        found = {log: _lies(place.rstrip("/"), log) for log in LOGS} if place else {}
        archives = {log: (lies, manifest_of(opened(lies))) for log, lies in found.items() if lies is not None}
        if archives.keys() == set(LOGS):
            return cls(archives)
        if chosen is not None:
            raise Rejected("no_archive", place=place or "-")
        return cls()

    def archived(self, log: str) -> int:
        """The last position that the archive has."""
        return self.archives[log][1].position if log in self.archives else 0

    def asks(self, log: str, after: int, last: int, buckets: int) -> Iterator[Ask]:
        """Of the events behind `after` up to `last`, in order."""
        if log in self.archives:
            place, manifest = self.archives[log]
            for entry in manifest.segments:
                if after < entry.segment.last and entry.segment.first <= last:
                    for first, end in _groups(place, entry, after):
                        if first <= last:
                            yield FromArchive(place, entry, first, min(end, last), buckets)
        after = max(after, min(self.archived(log), last))
        for first in range(after + 1, last + 1, PART_EVENTS):
            yield FromStream(log, first, min(last, first + PART_EVENTS - 1), buckets)


def _lies(place: str, log: str) -> str | None:
    """With containers each log's archive is in a folder of a volume of its own."""
    places = (f"{place}/{log}", f"{place}/{log}/{log}")
    return next((each for each in places if opened(each).read(NAME) is not None), None)


def _groups(place: str, entry: Entry, after: int) -> Iterator[tuple[int, int]]:
    """The row groups of a segment as far as they lie behind `after`: first and last position."""
    try:
        with opened(place).local(entry.file) as path, SegmentFile(path) as file:
            for first, events in file.groups():
                if first + events - 1 > after:
                    yield max(first, after + 1), first + events - 1
    except NoSegment:
        raise Damaged(Finding(entry.segment.first, "not_a_segment", entry.file)) from None
    except FileNotFoundError:
        raise Damaged(Finding(entry.segment.first, "segment_missing", entry.file)) from None
