"""Reading the events of an archive in order, in bounded memory, checked as they are read."""

from collections.abc import Iterator

from shared.archive.checked import checked_runs
from shared.archive.finding import Finding
from shared.archive.manifest import NAME, Manifest, NoManifest, read_manifest
from shared.archive.parquet import NoSegment, SegmentFile
from shared.archive.signed import MANIFEST
from shared.archive.store import Store
from shared.event_log.chain import Broken, Run


class Damaged(Exception):
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.told)
        self.finding = finding


def manifest_of(store: Store) -> Manifest:
    """Raises `Damaged` where there is none or it was altered. Whose key signed it, `verify` asks."""
    return trusted(store.read(NAME))


def trusted(raw: bytes | None) -> Manifest:
    try:
        document = read_manifest(raw or b"")
    except NoManifest:
        raise Damaged(Finding(0, "no_manifest", NAME)) from None
    if not document.holds(MANIFEST):
        raise Damaged(Finding(0, "manifest_signature", NAME))
    return document.content


def read_runs(store: Store, manifest: Manifest, after: int = 0) -> Iterator[Run]:
    """The events behind position `after`, a row group at a time. Raises `Damaged`.

    A segment is known to be whole only when its last run was taken: who acts on an event before that asks
    `verify` first.
    """
    for entry in manifest.segments:
        if entry.segment.last <= after:
            continue
        try:
            with store.local(entry.file) as path, SegmentFile(path) as file:
                for run in checked_runs(file, entry.segment, after):
                    yield run if run.first > after else Run(after + 1, run.raws[after + 1 - run.first :])
        except Broken as broken:
            raise Damaged(Finding(broken.position, broken.what, entry.file)) from None
        except NoSegment:
            raise Damaged(Finding(entry.segment.first, "not_a_segment", entry.file)) from None
        except FileNotFoundError:
            raise Damaged(Finding(entry.segment.first, "segment_missing", entry.file)) from None
