"""Whoever writes an archive may be killed at any moment: what is there is whole, then and afterwards."""

import subprocess
import sys
import time
from pathlib import Path
from random import Random

from shared.archive.folder import FolderStore
from shared.archive.manifest import NAME
from shared.archive.reading import manifest_of
from shared.archive.verifying import check_segment

KILLS = 12


def test_a_writer_that_is_killed_leaves_a_whole_archive(tmp_path: Path, seed: int) -> None:
    chance, position, store = Random(seed), 0, FolderStore(tmp_path)
    for _ in range(KILLS):
        began = time.monotonic()
        writer = subprocess.Popen([sys.executable, "-m", "tests.archive.writing", tmp_path])
        while store.read(NAME) is None or manifest_of(store).position == position:
            assert writer.poll() is None, "the writer ended by itself"
            assert time.monotonic() - began < 120
            time.sleep(0.01)
        time.sleep(chance.random() * 0.2)
        writer.kill()
        writer.wait()
        manifest = manifest_of(store)
        assert manifest.position > position
        assert [
            found for entry in manifest.segments for found in check_segment(str(tmp_path), entry, None, 0)
        ] == []
        position = manifest.position
    store.tidy()
    assert not list(tmp_path.glob(".*"))
