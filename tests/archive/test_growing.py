"""A log's archive grows with it: nothing twice, nothing lost, whatever it is interrupted by."""

from pathlib import Path
from typing import Any

import asyncpg
import pytest

from shared.archive import growing, parquet
from shared.archive.folder import FolderStore
from shared.archive.growing import Growing, LogDiffers
from shared.archive.manifest import NAME, Manifest
from shared.archive.reading import Damaged, manifest_of, read_runs
from shared.archive.segment import is_segment
from shared.archive.verifying import verify
from shared.clock import Clock
from shared.event_log.read import read_after
from tests.support.archives import KEY, OTHER_KEY
from tests.support.logs import TestLog, write

FULL = 100


@pytest.fixture(autouse=True)
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (growing, "shared.archive.segment"):
        monkeypatch.setattr(f"{getattr(module, '__name__', module)}.FULL_EVENTS", FULL)
    monkeypatch.setattr(parquet, "GROUP_EVENTS", 30)


async def grown(log: TestLog, folder: Path) -> Manifest:
    return await Growing(FolderStore(folder), KEY, Clock()).run(await log.connect(), None)


def listed(folder: Path) -> dict[str, int]:
    """Each file, hidden ones too, and when it was written."""
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def bounds(manifest: Manifest) -> list[tuple[int, int]]:
    return [(entry.segment.first, entry.segment.last) for entry in manifest.segments]


async def assert_same_bytes(log: TestLog, folder: Path) -> None:
    store = FolderStore(folder)
    archived = [raw for run in read_runs(store, manifest_of(store)) for raw in run.raws]
    stored = await read_after(await log.connect(), 0, 10_000)
    assert archived == [row.raw for row in stored]
    assert verify(store, None, 0, lambda _done, _total: None).findings == ()


async def test_the_archive_holds_the_log_byte_for_byte(log: TestLog, tmp_path: Path) -> None:
    connection = await log.connect()
    await write(connection, 250)
    assert bounds(await grown(log, tmp_path)) == [(1, 100), (101, 200), (201, 250)]
    await assert_same_bytes(log, tmp_path)


async def test_what_was_not_full_gives_way_and_is_there_for_one_run_more(
    log: TestLog, tmp_path: Path
) -> None:
    connection = await log.connect()
    await write(connection, 30)
    (first,) = (await grown(log, tmp_path)).segments
    await write(connection, 100)
    assert bounds(await grown(log, tmp_path)) == [(1, 100), (101, 130)]
    assert (tmp_path / first.file).exists()
    await write(connection)
    assert bounds(await grown(log, tmp_path)) == [(1, 100), (101, 131)]
    assert not (tmp_path / first.file).exists()
    await assert_same_bytes(log, tmp_path)


async def test_nothing_new_changes_nothing(log: TestLog, tmp_path: Path) -> None:
    assert (await grown(log, tmp_path)).segments == ()
    assert not listed(tmp_path)
    await write(await log.connect(), 10)
    await grown(log, tmp_path)
    before = listed(tmp_path)
    await grown(log, tmp_path)
    assert listed(tmp_path) == before


class Failing(FolderStore):
    """A disk that fails at one of its operations."""

    def __init__(self, folder: Path, at: int) -> None:
        super().__init__(folder)
        self._left = at

    def put(self, name: str, draft: Path) -> None:
        self._left -= 1
        if self._left == 0:
            raise OSError("no space left on device")
        super().put(name, draft)


async def test_a_disk_that_fails_leaves_the_archive_of_before(log: TestLog, tmp_path: Path) -> None:
    """Each segment and each manifest is one writing: it fails at every one of them."""
    connection = await log.connect()
    await write(connection, 150)
    await grown(log, tmp_path)
    await write(connection, 200)
    at = 0
    while True:
        at += 1
        store = Failing(tmp_path, at)
        before = manifest_of(store)
        try:
            manifest = await Growing(store, KEY, Clock()).run(await log.connect(), None)
            break
        except OSError:
            after = manifest_of(store)
            assert after.position >= before.position
            assert verify(store, None, 0, lambda _done, _total: None).findings == (), at
    assert at > 1
    assert bounds(manifest) == [(1, 100), (101, 200), (201, 300), (301, 350)]
    await assert_same_bytes(log, tmp_path)
    assert not [name for name in listed(tmp_path) if name != NAME and not is_segment(name)]


async def altered(log: TestLog, statement: str, *values: Any) -> None:
    """By somebody who may everything."""
    admin = await asyncpg.connect(log.database.admin_dsn)
    await admin.execute("alter table events disable trigger user; alter table log_head disable trigger user")
    await admin.execute(statement, *values)
    await admin.close()


async def test_a_log_that_was_altered_is_not_archived(log: TestLog, tmp_path: Path) -> None:
    connection = await log.connect()
    await write(connection, 150)
    await grown(log, tmp_path)
    await write(connection, 50)
    raw = await connection.fetchval("select raw from events where position = 170")
    await altered(log, "update events set raw = $1 where position = 170", raw.replace(b"xx", b"yy", 1))
    with pytest.raises(LogDiffers, match="hash at 170"):
        await grown(log, tmp_path)
    await altered(log, "delete from events where position = 170")
    with pytest.raises(LogDiffers, match="gap at 170"):
        await grown(log, tmp_path)
    assert manifest_of(FolderStore(tmp_path)).position == 150


async def test_a_log_that_lost_or_changed_what_was_archived(log: TestLog, tmp_path: Path) -> None:
    connection = await log.connect()
    await write(connection, 150)
    await grown(log, tmp_path)
    raw = await connection.fetchval("select raw from events where position = 150")
    await altered(log, "update events set raw = $1 where position = 150", raw.replace(b"xx", b"yy", 1))
    with pytest.raises(LogDiffers, match="at 150 the log holds another event"):
        await grown(log, tmp_path)
    await altered(log, "update log_head set position = 140")
    with pytest.raises(LogDiffers, match="ends at 150, the log at 140"):
        await grown(log, tmp_path)
    await altered(log, "update log_head set log_id = 'another'")
    with pytest.raises(LogDiffers, match="the log is another"):
        await grown(log, tmp_path)


async def test_a_manifest_that_was_altered_is_not_added_to(log: TestLog, tmp_path: Path) -> None:
    await write(await log.connect(), 10)
    await grown(log, tmp_path)
    raw = (tmp_path / NAME).read_bytes()
    (tmp_path / NAME).write_bytes(raw.replace(b'"last":10', b'"last":11'))
    with pytest.raises(Damaged):
        await grown(log, tmp_path)


async def test_a_new_key_signs_what_is_new(log: TestLog, tmp_path: Path) -> None:
    connection = await log.connect()
    await write(connection, 120)
    await grown(log, tmp_path)
    await write(connection, 10)
    store = FolderStore(tmp_path)
    await Growing(store, OTHER_KEY, Clock()).run(connection, None)
    verified = verify(store, None, 0, lambda _done, _total: None)
    assert (verified.findings, verified.key_id) == ((), OTHER_KEY.id)
