"""Handing an archive out: the same files in another place, each held against the manifest as it is copied."""

import hashlib
import shutil
from collections.abc import Callable

from shared.archive.finding import Finding
from shared.archive.manifest import NAME, Manifest, NoManifest, read_manifest
from shared.archive.reading import Damaged, read_runs, trusted
from shared.archive.segment import Entry, is_segment
from shared.archive.store import Store, put_bytes
from shared.events.envelope import event_hash

Progress = Callable[[int, int], None]
"""Told how many bytes were copied, and of how many."""


class OtherArchive(Exception):
    """What lies there already is not an earlier state of this archive."""


def copy_archive(source: Store, target: Store, progress: Progress) -> Manifest:
    """What is there already is not copied again. The manifest comes last: until then the old one holds."""
    raw = source.read(NAME) or b""
    manifest = trusted(raw)
    _refuse_another(source, target, manifest)
    there = set(target.names())
    wanted = [entry for entry in manifest.segments if entry.file not in there]
    total, done = sum(entry.size for entry in wanted), 0
    for entry in wanted:
        _copy(source, target, entry)
        done += entry.size
        progress(done, total)
    put_bytes(target, NAME, raw)
    for name in there - {entry.file for entry in manifest.segments}:
        if is_segment(name):
            target.remove(name)
    return manifest


def _copy(source: Store, target: Store, entry: Entry) -> None:
    try:
        with source.local(entry.file) as path, target.draft() as draft:
            shutil.copyfile(path, draft)
            with draft.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
            if digest != entry.digest:
                raise Damaged(Finding(entry.segment.first, "file_digest", entry.file))
            target.put(entry.file, draft)
    except FileNotFoundError:
        raise Damaged(Finding(entry.segment.first, "segment_missing", entry.file)) from None


def _refuse_another(source: Store, target: Store, manifest: Manifest) -> None:
    """What a copy that was broken off left is gone on with; other files are nobody's to write between."""
    known = target.read(NAME)
    if known is None:
        if not all(map(is_segment, target.names())):
            raise OtherArchive(f"{target.place} holds other files")
        return
    try:
        there = read_manifest(known).content
    except NoManifest:
        raise OtherArchive(f"{target.place} holds a manifest that can't be read") from None
    if there.log_id != manifest.log_id or there.position > manifest.position:
        raise OtherArchive(f"{target.place} holds the archive of {there.log_id}, up to {there.position}")
    if there.position and _hash_at(source, manifest, there.position) != there.hash:
        # The copy may be all that still tells what stood in the log.
        raise OtherArchive(f"{target.place} holds other events up to {there.position}: keep it and compare")


def _hash_at(store: Store, manifest: Manifest, position: int) -> str:
    return event_hash(next(read_runs(store, manifest, position - 1)).raws[0])
