"""A copy in other hands goes on with the same log, and is never written over by another past."""

from pathlib import Path

import pytest

from shared.archive.copying import OtherArchive, copy_archive
from shared.archive.folder import FolderStore
from shared.archive.manifest import Manifest
from shared.events.envelope import event_hash
from tests.archive.tampering import manifest_in
from tests.support.archives import event, events, write_archive

RAWS = events(30)


def copied(source: Path, target: Path) -> Manifest:
    return copy_archive(FolderStore(source), FolderStore(target), lambda _done, _total: None)


@pytest.mark.parametrize("before", [10, 12, 15, 20])
def test_a_longer_one_is_added(before: int, tmp_path: Path) -> None:
    write_archive(tmp_path / "earlier", RAWS[:before], (10,) if before > 10 else ())
    copied(tmp_path / "earlier", tmp_path / "copy")
    write_archive(tmp_path / "now", RAWS, (10, 20))
    assert copied(tmp_path / "now", tmp_path / "copy").position == 30
    assert copied(tmp_path / "now", tmp_path / "copy").position == 30
    assert manifest_in(tmp_path / "copy") == manifest_in(tmp_path / "now")


@pytest.mark.parametrize("before", [15, 20, 30])
def test_a_rewritten_log_leaves_the_evidence_alone(before: int, tmp_path: Path) -> None:
    """Hashed anew and archived anew, with the right keys: only the copy still tells."""
    write_archive(tmp_path / "copy", RAWS[:before], (10,))
    kept = {path.name: path.read_bytes() for path in (tmp_path / "copy").iterdir()}
    write_archive(tmp_path / "now", chained_anew(), (10, 20))
    with pytest.raises(OtherArchive, match=f"other events up to {before}"):
        copied(tmp_path / "now", tmp_path / "copy")
    assert {path.name: path.read_bytes() for path in (tmp_path / "copy").iterdir()} == kept


def chained_anew() -> list[bytes]:
    """From 13 on."""
    raws = RAWS[:12]
    for position in range(13, 31):
        raws = [*raws, event(position, event_hash(raws[-1]), data={"hazard_id": "h", "description": "改写"})]
    return raws
