"""Archives for tests: of events chained as the product chains them, written as the product writes them."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.archive.folder import FolderStore
from shared.archive.manifest import NAME, Manifest
from shared.archive.parquet import SegmentWriter
from shared.archive.segment import Entry, file_name
from shared.archive.store import Store, put_bytes
from shared.canonical import GENESIS
from shared.event_log.chain import Chain
from shared.events.envelope import Envelope, event_hash
from shared.signing import SigningKey

KEY = SigningKey.of(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER_KEY = SigningKey.of(Ed25519PrivateKey.from_private_bytes(bytes(32)))
LOG_ID = "0f3c8f5e-6a0e-4d6e-9d59-6a5e8e1f0c11"
TOWNS = ("500112143", "500112144")
_BEGIN = datetime(2024, 12, 1, tzinfo=UTC)


def event(
    position: int, previous_hash: str, log: str = "hazards", log_id: str = LOG_ID, **more: Any
) -> bytes:
    """Of the two towns in turn, with the same ids in both."""
    town = TOWNS[position % len(TOWNS)]
    envelope = Envelope(
        log=log,
        log_id=log_id,
        position=position,
        previous_hash=previous_hash,
        township=town,
        stream=f"{town}/hazard/h-{position // 2}",
        stream_version=1,
        type="hazard.found",
        version=1,
        occurred=_BEGIN,
        recorded=_BEGIN + timedelta(microseconds=position),
        actor="tester",
        actor_organisation="d-1",
        publisher=f"tester-{town}",
        fact_source="/tests",
        fact_id=str(position // 2),
        fact_digest="0" * 64,
        correlation="c",
        causation="c",
        data={"hazard_id": f"h-{position // 2}", "description": "消防通道被堵", "severity": "general"},
    )
    return envelope._replace(**more).to_bytes()


def events(count: int, *, log: str = "hazards", log_id: str = LOG_ID, **more: Any) -> list[bytes]:
    raws: list[bytes] = []
    for position in range(1, count + 1):
        previous = event_hash(raws[-1]) if raws else GENESIS
        raws.append(event(position, previous, log, log_id, **more))
    return raws


def chained(envelopes: Iterable[Envelope]) -> list[bytes]:
    """One after another, whatever place in whatever log they had."""
    raws: list[bytes] = []
    for position, envelope in enumerate(envelopes, 1):
        previous = event_hash(raws[-1]) if raws else GENESIS
        placed = envelope._replace(
            position=position, previous_hash=previous, recorded=_BEGIN + timedelta(microseconds=position)
        )
        raws.append(placed.to_bytes())
    return raws


def write_segment(store: Store, start: Chain, raws: Sequence[bytes], at_once: int = 1_000) -> Entry:
    with store.draft() as draft:
        writer = SegmentWriter(draft, start)
        for begin in range(0, len(raws), at_once):
            writer.add(raws[begin : begin + at_once])
        segment = writer.finish(KEY)
        digest = hashlib.sha256(draft.read_bytes()).hexdigest()
        entry = Entry(segment, file_name(segment, digest), draft.stat().st_size, digest)
        store.put(entry.file, draft)
    return entry


def write_archive(
    folder: Path, raws: Sequence[bytes], cuts: Sequence[int] = (), at_once: int = 1_000
) -> Manifest:
    """Of these events, with a segment that ends at each cut and at the end."""
    first = Envelope.from_bytes(raws[0])
    store, chain = FolderStore(folder), Chain(first.log, first.log_id, 0, GENESIS)
    entries: list[Entry] = []
    for end in (*cuts, len(raws)):
        entry = write_segment(store, chain, raws[chain.position : end], at_once)
        chain.position, chain.hash = entry.segment.last, entry.segment.last_hash
        entries.append(entry)
    return put_manifest(store, entries)


def put_manifest(store: Store, entries: Sequence[Entry], key: SigningKey = KEY) -> Manifest:
    segment = entries[0].segment
    manifest = Manifest(
        log=segment.log,
        log_id=segment.log_id,
        written="2024-12-01T00:00:00.000000Z",
        segments=tuple(entries),
    )
    put_bytes(store, NAME, manifest.to_bytes(key))
    return manifest
