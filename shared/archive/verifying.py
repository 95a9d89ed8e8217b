"""Whether an archive of one log is whole: its manifest first, then every segment, several at a time."""

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

from shared.archive.checked import checked_runs
from shared.archive.finding import Finding
from shared.archive.keys import PublicKey
from shared.archive.manifest import NAME, Manifest, NoManifest, read_manifest
from shared.archive.opened import opened
from shared.archive.parquet import NoSegment, SegmentFile
from shared.archive.segment import FULL_EVENTS, Entry
from shared.archive.signed import MANIFEST, SEGMENT, Signed
from shared.archive.store import Store
from shared.canonical import GENESIS
from shared.event_log.chain import Broken
from shared.json_types import JsonObject
from shared.sealing.checkpoint import origin_of, read_sealed
from shared.signed_note import NoteInvalid, VerifierKey
from shared.signing import read

_WORTH_PROCESSES = 2 * FULL_EVENTS
"""Events; fewer are looked through before another process has begun."""

Keys = Mapping[str, PublicKey]
Progress = Callable[[int, int], None]
"""Told how many events were looked at, and of how many."""


@dataclass(frozen=True, slots=True)
class Verified:
    """`findings` in the order of the log: the first is the first bad position."""

    manifest: Manifest | None
    key_id: str | None
    events: int
    findings: tuple[Finding, ...]

    @property
    def log(self) -> str | None:
        return None if self.manifest is None else self.manifest.log

    def to_json(self) -> JsonObject:
        manifest = self.manifest
        known: JsonObject = {} if manifest is None else {"log": manifest.log, "log_id": manifest.log_id}
        ends: JsonObject = {} if manifest is None else {"position": manifest.position, "hash": manifest.hash}
        return {
            **known,
            **ends,
            "key": self.key_id,
            "events": self.events,
            "whole": not self.findings,
            "findings": [finding.to_json() for finding in self.findings],
        }


def verify(store: Store, keys: Keys | None, after: int, progress: Progress) -> Verified:
    """Everything behind position `after`; what is before it is taken from the manifest."""
    try:
        document = read_manifest(store.read(NAME) or b"")
    except NoManifest:
        return Verified(None, None, 0, (Finding(0, "no_manifest", NAME),))
    manifest = document.content
    findings = [*_of_manifest(document, keys), *_of_order(manifest.segments)]
    wanted = [entry for entry in manifest.segments if entry.segment.last > after]
    total, done = sum(entry.segment.events for entry in wanted), 0
    for entry, found in zip(wanted, _segments(store, wanted, keys, after), strict=True):
        findings.extend(found)
        done += entry.segment.events
        progress(done, total)
    return Verified(manifest, _key_of(document), done, tuple(sorted(findings)))


def _of_manifest(document: Signed[Manifest], keys: Keys | None) -> Iterator[Finding]:
    if not document.holds(MANIFEST):
        yield Finding(0, "manifest_signature", NAME)
    elif (what := _distrusted(document.key_id, keys)) is not None:
        yield Finding(0, what, NAME)
    elif not _is_sealed(document, keys):
        yield Finding(document.content.position, "checkpoint", NAME)


def _is_sealed(document: Signed[Manifest], keys: Keys | None) -> bool:
    """Whether its checkpoint, if it has one, is of its last event; by another key's note only with keys."""
    manifest = document.content
    if manifest.checkpoint is None:
        return True
    public = [document.public_key] if keys is None else [each.public for each in keys.values()]
    origin = origin_of(manifest.log, manifest.log_id)
    try:
        sealed = read_sealed(manifest.checkpoint, [VerifierKey(origin, read(each)) for each in public])
    except NoteInvalid as invalid:
        return keys is None and invalid.code == "unknown_key"
    return (sealed.checkpoint.size, sealed.checkpoint.chain) == (manifest.position, manifest.hash)


def _distrusted(key_id: str, keys: Keys | None) -> str | None:
    if keys is None:
        return None
    if key_id not in keys:
        return "key_unknown"
    return "key_revoked" if keys[key_id].revoked else None


def _key_of(document: Signed[Manifest]) -> str | None:
    return document.key_id if document.holds(MANIFEST) else None


def _of_order(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Segments adjoin, from the log's first event on."""
    last, hash_ = 0, GENESIS
    for entry in entries:
        segment = entry.segment
        if segment.first != last + 1:
            yield Finding(min(segment.first, last + 1), "gap", entry.file)
        elif segment.previous_hash != hash_:
            yield Finding(segment.first, "chain", entry.file)
        last, hash_ = segment.last, segment.last_hash


def _segments(
    store: Store, entries: Sequence[Entry], keys: Keys | None, after: int
) -> Iterator[Sequence[Finding]]:
    check = partial(check_segment, store.place, keys=keys, after=after)
    cores = len(os.sched_getaffinity(0))
    if cores == 1 or sum(entry.segment.events for entry in entries) < _WORTH_PROCESSES:
        yield from map(check, entries)
        return
    # Not forked: Arrow's threads would not come along.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(cores, len(entries)), context) as pool:
        yield from pool.map(check, entries)


def check_segment(place: str, entry: Entry, keys: Keys | None, after: int) -> list[Finding]:
    """At most one finding: the event where that can be said, otherwise the file."""
    segment = entry.segment
    try:
        with opened(place).local(entry.file) as path:
            with path.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
            same_file = digest == entry.digest and path.stat().st_size == entry.size
            with SegmentFile(path) as file:
                found = _inside(file, entry, keys, after)
    except FileNotFoundError:
        return [Finding(segment.first, "segment_missing", entry.file)]
    except NoSegment:
        return [Finding(segment.first, "not_a_segment", entry.file)]
    if found is None and not same_file:
        found = Finding(segment.first, "file_digest", entry.file)
    return [] if found is None else [found]


def _inside(file: SegmentFile, entry: Entry, keys: Keys | None, after: int) -> Finding | None:
    try:
        for _ in checked_runs(file, entry.segment, after):
            pass
    except Broken as broken:
        return Finding(broken.position, broken.what, entry.file)
    what = None
    if file.signed.content != entry.segment:
        what = "other_segment"
    elif not file.signed.holds(SEGMENT):
        what = "segment_signature"
    elif keys is not None and file.signed.key_id not in keys:
        what = "key_unknown"
    return None if what is None else Finding(entry.segment.first, what, entry.file)
