"""What stands in a segment's file: the bytes of each event whole, and a few columns that say where it is."""

from collections.abc import Sequence

import msgspec
import pyarrow as pa

from shared.event_log.chain import Broken, Link


class Placed(Link, gc=False):
    """With what stands beside its bytes in a segment."""

    township: str
    type: str
    recordedtime: str


PLACED = msgspec.json.Decoder(Placed)

SCHEMA = pa.schema(
    [
        pa.field("position", pa.int64(), nullable=False),
        pa.field("township", pa.string(), nullable=False),
        pa.field("type", pa.string(), nullable=False),
        pa.field("recorded", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("raw", pa.string(), nullable=False),
    ]
)
"""`raw` is text, since events are JSON: what reads Parquet can take it apart without a cast."""


_RECORDED = SCHEMA.field("recorded").type


def batch_of(first: int, raws: Sequence[bytes], links: Sequence[Placed]) -> pa.RecordBatch:
    """Raises `Broken` where an event says no moment at which it was recorded."""
    columns = [
        pa.array(range(first, first + len(raws)), pa.int64()),
        pa.array([link.township for link in links], pa.string()),
        pa.array([link.type for link in links], pa.string()),
        _recorded(first, links),
        pa.array(raws, pa.binary()).view(pa.string()),
    ]
    return pa.record_batch(columns, schema=SCHEMA)


def _recorded(first: int, links: Sequence[Placed]) -> pa.Array:
    written = pa.array([link.recordedtime for link in links], pa.string())
    try:
        return written.cast(_RECORDED)
    except pa.ArrowInvalid:
        wrong = next(row for row in range(len(links)) if not _is_moment(written.slice(row, 1)))
        raise Broken(first + wrong, "not_an_event") from None


def _is_moment(written: pa.Array) -> bool:
    try:
        written.cast(_RECORDED)
    except pa.ArrowInvalid:
        return False
    return True


def raws_of(batch: pa.RecordBatch) -> list[bytes]:
    """The bytes of the events, exactly."""
    raws: list[bytes] = batch.column("raw").view(pa.binary()).to_pylist()
    return raws
