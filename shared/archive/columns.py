"""What stands in a segment's file: the bytes of each event whole, and a few columns that say where it is."""

from collections.abc import Sequence

import pyarrow as pa

from shared.archive.chain import Link

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


def batch_of(first: int, raws: Sequence[bytes], links: Sequence[Link]) -> pa.RecordBatch:
    columns = [
        pa.array(range(first, first + len(raws)), pa.int64()),
        pa.array([link.township for link in links], pa.string()),
        pa.array([link.type for link in links], pa.string()),
        pa.array([link.recordedtime for link in links], pa.string()).cast(SCHEMA.field("recorded").type),
        pa.array(raws, pa.binary()).view(pa.string()),
    ]
    return pa.record_batch(columns, schema=SCHEMA)


def raws_of(batch: pa.RecordBatch) -> list[bytes]:
    """The bytes of the events, exactly."""
    raws: list[bytes] = batch.column("raw").view(pa.binary()).to_pylist()
    return raws
