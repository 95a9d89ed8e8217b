"""The demo clock: on an empty folder or with --demo, kept with the folder, never changed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.embedded.demo_clock import demo_time, parse
from deploy.embedded.folder import DataFolder
from deploy.embedded.refusal import Refusal


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


def test_start_without_offset_is_the_towns_time() -> None:
    assert parse("2024-12-14T08:00,60").start == datetime(2024, 12, 14, 0, 0, tzinfo=UTC)
    assert parse("2024-12-14T08:00,60").speed == 60
    assert parse("2024-12-14T00:00Z").speed == 1


def test_empty_folder_takes_it_and_keeps_it(folder: DataFolder) -> None:
    first = demo_time(folder, "2024-12-14,60", demo=False)
    folder.postgres.mkdir()
    assert demo_time(folder, None, demo=False) == first
    assert demo_time(folder, "2024-12-14,60", demo=False) == first


def test_another_one_is_refused(folder: DataFolder) -> None:
    demo_time(folder, "2024-12-14,60", demo=False)
    with pytest.raises(Refusal, match="for good"):
        demo_time(folder, "2024-12-15,60", demo=True)


def test_folder_with_data_takes_none_but_with_demo(folder: DataFolder) -> None:
    folder.postgres.mkdir()
    with pytest.raises(Refusal, match="holds data"):
        demo_time(folder, "2024-12-14", demo=False)
    assert demo_time(folder, None, demo=False) is None
    assert demo_time(folder, "2024-12-14", demo=True) is not None


def test_it_runs_on_while_stopped(folder: DataFolder) -> None:
    clock = demo_time(folder, "2024-12-14,60", demo=False)
    assert clock is not None
    again = demo_time(folder, None, demo=False)
    assert again is not None
    assert again.anchor == clock.anchor
    assert datetime.now(UTC) - again.anchor < timedelta(minutes=1)
