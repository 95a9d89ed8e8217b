"""What is altered in an archive is found, at its position, and named. Each case breaks one check alone."""

import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shared.archive.folder import FolderStore
from shared.archive.keys import PublicKey, read_public_keys
from shared.archive.manifest import NAME
from shared.archive.verifying import verify
from shared.canonical import canonical
from shared.event_log.chain import Chain
from shared.events.envelope import event_hash
from shared.signing import SigningKey
from tests.archive.tampering import (
    manifest_in,
    resealed,
    resigned,
    rewritten,
    told_by,
    with_raw,
    written_back,
)
from tests.support.archives import (
    KEY,
    OTHER_KEY,
    event,
    events,
    put_manifest,
    write_archive,
    write_segment,
)

COUNT, CUTS = 30, (10, 20)
RAWS = events(COUNT)
SECOND = 1
"""The segment that is altered: positions 11 to 20."""


def keys_of(*keys: SigningKey, revoked: str | None = None) -> dict[str, PublicKey]:
    return dict(read_public_keys(canonical({"keys": [
        {"public_key": key.public, "revoked_from": revoked} for key in keys
    ]})))  # fmt: skip


def found(folder: Path, after: int = 0, keys: dict[str, PublicKey] | None = None) -> list[tuple[int, str]]:
    verified = verify(FolderStore(folder), keys or keys_of(KEY), after, lambda _done, _total: None)
    return [(finding.position, finding.what) for finding in verified.findings]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    write_archive(tmp_path / "hazards", RAWS, CUTS)
    return tmp_path / "hazards"


def test_a_whole_archive_is_whole(archive: Path) -> None:
    verified = verify(FolderStore(archive), keys_of(KEY), 0, lambda _done, _total: None)
    assert (verified.findings, verified.events, verified.key_id) == ((), COUNT, KEY.id)
    assert verified.manifest is not None
    assert (verified.manifest.position, verified.manifest.hash) == (COUNT, event_hash(RAWS[-1]))


def swapped(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [*rows[:3], rows[4], rows[3], *rows[5:]]


def renamed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows[4]["township"] = "500112199"
    return rows


def one_more(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [*rows, {**rows[-1], "position": 21, "raw": RAWS[20].decode(), "township": "500112144"}]


def hashed_again(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """From 15 on, with other content."""
    previous = event_hash(RAWS[13])
    for row in rows[4:]:
        raw = event(row["position"], previous, data={"hazard_id": "h", "description": "改写"})
        row["raw"], previous = raw.decode(), event_hash(raw)
    return rows


@pytest.mark.parametrize(
    ("change", "position", "what"),
    [
        (with_raw(4, lambda raw: raw.replace("被堵", "畅通")), 15, "hash"),
        (with_raw(9, lambda raw: raw.replace("被堵", "畅通")), 20, "hash"),
        (with_raw(4, lambda raw: raw.replace(event_hash(RAWS[13]), "f" * 64)), 15, "chain"),
        (with_raw(4, lambda raw: raw.replace("0f3c8f5e", "1f3c8f5e")), 15, "other_log"),
        (
            with_raw(4, lambda raw: raw.replace('"source":"/hazards"', '"source":"/registry"')),
            15,
            "other_log",
        ),
        (with_raw(4, lambda raw: raw[:-1]), 15, "not_an_event"),
        (with_raw(9, lambda raw: raw.replace('"recordedtime":"2', '"recordedtime":"x')), 20, "not_an_event"),
        (swapped, 14, "gap"),
        (lambda rows: rows[:4] + rows[5:], 15, "gap"),
        (lambda rows: rows[:-1], 20, "count"),
        (one_more, 21, "count"),
        (hashed_again, 20, "hash"),
        (renamed, 15, "columns"),
    ],
)
def test_an_altered_event(change: Any, position: int, what: str, archive: Path) -> None:
    rewritten(archive, SECOND, change)
    assert found(archive) == [(position, what)]
    assert found(archive, after=20) == []


def test_the_same_rows_in_another_file(archive: Path) -> None:
    signed = (archive / NAME).read_bytes()
    rewritten(archive, SECOND, lambda rows: rows)
    assert found(archive) == []
    (archive / NAME).write_bytes(signed)
    assert found(archive) == [(11, "file_digest")]


def test_a_segment_that_is_missing_or_no_segment(archive: Path) -> None:
    file = archive / manifest_in(archive).segments[SECOND].file
    whole = file.read_bytes()
    for broken in (whole[: len(whole) // 2], b"", b"PAR1" + bytes(100) + b"PAR1"):
        file.write_bytes(broken)
        assert found(archive) == [(11, "not_a_segment")]
    file.unlink()
    assert found(archive) == [(11, "segment_missing")]


@pytest.mark.parametrize("raw", [None, pa.array([None] * 10, pa.string()), pa.array(range(10))])
def test_a_table_of_other_columns(raw: pa.Array | None, archive: Path) -> None:
    """What says of itself that it is the segment, and can be read, yet holds no bytes of events."""
    file = archive / manifest_in(archive).segments[SECOND].file
    table, told = pq.read_table(file).drop_columns(["raw"]), told_by(archive, SECOND)
    table = table if raw is None else table.append_column("raw", raw)
    with pq.ParquetWriter(file, table.schema, store_schema=False) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata({b"paicha": written_back(told)})
    assert found(archive) == [(11, "not_a_segment")]


def test_a_flipped_bit_anywhere_in_a_file_is_found(archive: Path) -> None:
    file = archive / manifest_in(archive).segments[SECOND].file
    whole = file.read_bytes()
    for place in range(0, len(whole), 97):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        (only,) = found(archive)
        assert 11 <= only[0] <= 21, (place, only)


def test_a_segment_from_before_put_back(archive: Path, tmp_path: Path) -> None:
    """It was shorter, and gave way to the one of today."""
    write_archive(tmp_path / "before", RAWS[:15], (10,))
    older = tmp_path / "before" / manifest_in(tmp_path / "before").segments[-1].file
    shutil.copy(older, archive / manifest_in(archive).segments[SECOND].file)
    assert found(archive) == [(16, "count")]


def test_a_manifest_that_leaves_out_a_segment(archive: Path) -> None:
    entries = manifest_in(archive).segments
    resigned(archive, [entries[0], entries[2]])
    assert found(archive) == [(11, "gap")]
    resigned(archive, entries[1:])
    assert found(archive) == [(1, "gap")]


def test_a_segment_of_another_history(archive: Path) -> None:
    """Whole in itself, and chained to events that nobody else has."""
    other = events(COUNT, data={"hazard_id": "h", "description": "另一段历史"})
    store, entries = FolderStore(archive), list(manifest_in(archive).segments)
    start = Chain("hazards", entries[0].segment.log_id, 20, event_hash(other[19]))
    entries[2] = write_segment(store, start, other[20:])
    put_manifest(store, entries)
    assert found(archive) == [(21, "chain")]


def test_what_a_segment_says_of_itself(archive: Path) -> None:
    told: dict[str, Any] = told_by(archive, SECOND)
    later = {**told, "content": {**told["content"], "last_recorded": "2025-01-01T00:00:00.000000Z"}}
    rewritten(archive, SECOND, lambda rows: rows, written_back(later))
    assert found(archive) == [(11, "other_segment")]
    rewritten(archive, SECOND, lambda rows: rows, written_back({**told, "signature": "AAAA"}))
    assert found(archive) == [(11, "segment_signature")]
    strange = {
        **told,
        "public_key": OTHER_KEY.public,
        "signature": OTHER_KEY.sign("archive segment", told["content"]),
    }
    rewritten(archive, SECOND, lambda rows: rows, written_back(strange))
    assert found(archive) == [(11, "key_unknown")]


def test_a_manifest_that_nobody_signed(archive: Path) -> None:
    raw = (archive / NAME).read_bytes()
    (archive / NAME).write_bytes(raw.replace(b'"written":"2024', b'"written":"2025', 1))
    assert found(archive) == [(0, "manifest_signature")]
    for broken in (b"", b"{}", b"[1]", b"\xff", raw[:-3]):
        (archive / NAME).write_bytes(broken)
        assert found(archive) == [(0, "no_manifest")]


def test_a_checkpoint_of_other_events(archive: Path) -> None:
    last, before = event_hash(RAWS[-1]), event_hash(RAWS[-2])
    for size, chain, what in (
        (COUNT, last, []),
        (COUNT - 1, before, [(COUNT, "checkpoint")]),
        (COUNT, before, [(COUNT, "checkpoint")]),
    ):
        resealed(archive, size, chain, KEY)
        assert found(archive) == what
    resealed(archive, COUNT, last, OTHER_KEY)
    assert found(archive) == [(COUNT, "checkpoint")]


def test_whose_key_it_is(archive: Path) -> None:
    entries = manifest_in(archive).segments
    resigned(archive, entries, OTHER_KEY)
    assert found(archive) == [(0, "key_unknown")]
    assert found(archive, keys=keys_of(KEY, OTHER_KEY)) == []
    revoked = keys_of(KEY) | keys_of(OTHER_KEY, revoked="2024-12-01T00:00:00.000000Z")
    assert found(archive, keys=revoked) == [(0, "key_revoked")]
