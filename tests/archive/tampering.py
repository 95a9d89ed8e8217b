"""Altering an archive as somebody would who holds the key: file digest and manifest fit again afterwards."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from shared.archive.columns import SCHEMA
from shared.archive.manifest import NAME, Manifest, read_manifest
from shared.archive.segment import Entry
from shared.archive.signed import MANIFEST
from shared.canonical import canonical
from shared.sealing.checkpoint import SealedCheckpoint, origin_of
from shared.signing import SigningKey
from tests.support.archives import KEY

Rows = list[dict[str, object]]


def manifest_in(folder: Path) -> Manifest:
    document = read_manifest((folder / NAME).read_bytes())
    assert document.holds(MANIFEST)
    return document.content


def resigned(folder: Path, entries: Sequence[Entry], key: SigningKey = KEY) -> None:
    changed = msgspec.structs.replace(manifest_in(folder), segments=tuple(entries))
    (folder / NAME).write_bytes(changed.to_bytes(key))


def resealed(folder: Path, size: int, chain: str, key: SigningKey) -> None:
    """With a checkpoint by this key, of so many events."""
    manifest = manifest_in(folder)
    origin = origin_of(manifest.log, manifest.log_id)
    checkpoint = SealedCheckpoint(origin, size, bytes(32), chain, datetime(2024, 12, 1, tzinfo=UTC))
    changed = msgspec.structs.replace(manifest, checkpoint=checkpoint.signed(key.private).note)
    (folder / NAME).write_bytes(changed.to_bytes(KEY))


def rewritten(folder: Path, number: int, change: Callable[[Rows], Rows], signed: bytes | None = None) -> None:
    """The rows of a segment changed; what its file says of itself too, where `signed` is given."""
    entries = list(manifest_in(folder).segments)
    entry = entries[number]
    path = folder / entry.file
    file = pq.ParquetFile(path)
    told = (file.metadata.metadata or {})[b"paicha"] if signed is None else signed
    rows = change(file.read().to_pylist())
    table = pa.Table.from_pylist(rows, SCHEMA)
    with pq.ParquetWriter(path, SCHEMA, compression="zstd", store_schema=False) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata({b"paicha": told})
    content = path.read_bytes()
    entries[number] = Entry(entry.segment, entry.file, len(content), hashlib.sha256(content).hexdigest())
    resigned(folder, entries)


def with_raw(index: int, change: Callable[[str], str]) -> Callable[[Rows], Rows]:
    def changed(rows: Rows) -> Rows:
        rows[index]["raw"] = change(str(rows[index]["raw"]))
        return rows

    return changed


def told_by(folder: Path, number: int) -> dict[str, object]:
    """What a segment's file says of itself, to be altered and written again."""
    path = folder / manifest_in(folder).segments[number].file
    metadata = pq.ParquetFile(path).metadata.metadata or {}
    told: dict[str, object] = msgspec.json.decode(metadata[b"paicha"])
    return told


def written_back(told: dict[str, object]) -> bytes:
    return canonical(told)  # type: ignore[arg-type]  # JSON, as it was read
