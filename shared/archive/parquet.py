"""The file of one segment, written and read in row groups: memory is bounded by the largest of them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from shared.archive.columns import PLACED, SCHEMA, batch_of, raws_of
from shared.archive.segment import Segment
from shared.archive.signed import SEGMENT, Signed, signed
from shared.event_log.chain import Chain
from shared.signing import SigningKey

LEVEL = 12
GROUP_EVENTS = 16_384
GROUP_BYTES = 32 * 1024 * 1024
"""Of the events in a row group: so much is in memory at once."""
_LARGEST_GROUP = 4 * GROUP_BYTES
_SIGNED = b"paicha"
_WRITTEN_AS = {
    "compression": "zstd",
    "compression_level": LEVEL,
    "use_dictionary": ["township", "type"],
    "column_encoding": {"position": "DELTA_BINARY_PACKED", "recorded": "DELTA_BINARY_PACKED", "raw": "PLAIN"},
    "write_statistics": ["position", "recorded", "township", "type"],
    "store_schema": False,
}


class SegmentWriter:
    """Takes the events that follow a place in the chain; raises `Broken` where they do not."""

    def __init__(self, path: Path, start: Chain) -> None:
        self._file = pq.ParquetWriter(path, SCHEMA, **_WRITTEN_AS)
        self._first, self._previous = start.position + 1, start.hash
        self._chain = Chain(start.log, start.log_id, start.position, start.hash)
        self._group: list[pa.RecordBatch] = []
        self._in_group = self._group_bytes = self.bytes = 0
        self._recorded: list[str] = []

    @property
    def position(self) -> int:
        return self._chain.position

    @property
    def events(self) -> int:
        return self.position - self._first + 1

    def add(self, raws: Sequence[bytes]) -> None:
        first = self.position + 1
        links = self._chain.follow(raws, None, PLACED)
        self._recorded = [*self._recorded[:1], links[0].recordedtime, links[-1].recordedtime]
        self._group.append(batch_of(first, raws, links))
        size = sum(map(len, raws))
        self._in_group, self._group_bytes = self._in_group + len(raws), self._group_bytes + size
        self.bytes += size
        if self._in_group >= GROUP_EVENTS or self._group_bytes >= GROUP_BYTES:
            self._write_group()

    def finish(self, key: SigningKey) -> Segment:
        if self._group:
            self._write_group()
        segment = Segment(
            log=self._chain.log,
            log_id=self._chain.log_id,
            first=self._first,
            last=self.position,
            previous_hash=self._previous,
            last_hash=self._chain.hash,
            bytes=self.bytes,
            first_recorded=self._recorded[0],
            last_recorded=self._recorded[-1],
        )
        self._file.add_key_value_metadata({_SIGNED: signed(key, SEGMENT, segment.content())})
        self._file.close()
        return segment

    def close(self) -> None:
        """Also when it was not finished."""
        self._file.close()

    def _write_group(self) -> None:
        table = pa.Table.from_batches(self._group, SCHEMA).combine_chunks()
        self._file.write_table(table, row_group_size=len(table))
        self._group, self._in_group, self._group_bytes = [], 0, 0


class NoSegment(Exception):
    """The file can't be read as a segment."""


class SegmentFile:
    """Closed by whoever opened it, as a context."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = pq.ParquetFile(path)
            metadata = self._file.metadata.metadata or {}
            self.signed = msgspec.json.decode(metadata.get(_SIGNED, b""), type=Signed[Segment])
        except (pa.ArrowException, OSError, ValueError, msgspec.DecodeError) as error:
            raise NoSegment(str(error)) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def events(self) -> int:
        return int(self._file.metadata.num_rows)

    def groups(self) -> list[tuple[int, int]]:
        """The first position of each row group, and how many events it has."""
        found, first = [], self.signed.content.first
        for number in range(self._file.num_row_groups):
            events = self._file.metadata.row_group(number).num_rows
            found.append((first, events))
            first += events
        return found

    def events_after(self, after: int) -> tuple[int, list[bytes]]:
        """The row group that position `after` + 1 is in: where it begins, and the bytes of its events."""
        first, batch = next(self.batches(after), (after + 1, None))
        return first, [] if batch is None else raws_of(batch)

    def batches(self, after: int = 0) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Row group by row group, each with the position it begins at; without those that end by `after`."""
        first = self.signed.content.first
        for number in range(self._file.num_row_groups):
            group = self._file.metadata.row_group(number)
            if first + group.num_rows - 1 > after:
                if group.total_byte_size > _LARGEST_GROUP:
                    raise NoSegment(f"row group {number} is larger than any that is written")
                yield first, self._read(number)
            first += group.num_rows

    def _read(self, number: int) -> pa.RecordBatch:
        try:
            table = self._file.read_row_group(number, use_threads=False).combine_chunks()
        except (pa.ArrowException, OSError) as error:
            raise NoSegment(str(error)) from None
        if table.schema != SCHEMA:
            raise NoSegment("other columns than a segment has")
        return table.to_batches()[0] if len(table) else pa.RecordBatch.from_pylist([], SCHEMA)
