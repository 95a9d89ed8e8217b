"""`python -m tests.archive.writing FOLDER`: adds to an archive for ever, for a test that kills it."""

import sys
from pathlib import Path

from shared.archive.folder import FolderStore
from shared.archive.manifest import NAME
from shared.archive.reading import manifest_of
from shared.event_log.chain import Chain
from tests.support.archives import LOG_ID, event, put_manifest, write_segment


def main(folder: Path) -> None:
    store = FolderStore(folder)
    manifest = None if store.read(NAME) is None else manifest_of(store)
    entries = [] if manifest is None else list(manifest.segments)
    hash_ = "0" * 64 if manifest is None else manifest.hash
    position = 0 if manifest is None else manifest.position
    while True:
        raws = [event(position + 1, hash_)]
        entry = write_segment(store, Chain("hazards", LOG_ID, position, hash_), raws)
        entries.append(entry)
        put_manifest(store, entries)
        position, hash_ = entry.segment.last, entry.segment.last_hash


if __name__ == "__main__":
    main(Path(sys.argv[1]))
