"""The demo clock: on an empty folder or with --demo, kept with the folder, stepped by the loader alone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.embedded.demo_clock import AFTER_LOADING, demo_time, kept_clock, let_run, parse, step_to
from deploy.embedded.folder import DataFolder
from deploy.embedded.refusal import Refusal
from deploy.embedded.running import Address, write_address
from shared.clock import Clock, DemoTime

BEGINNING = datetime.fromisoformat("2024-11-14T09:00:00+08:00")


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path)
    folder.create()
    return folder


def clock_of(folder: DataFolder, asked: str | None = None, *, demo: bool = False) -> DemoTime | None:
    return demo_time(folder, asked, demo=demo, loads_from=BEGINNING)


def demonstration(folder: DataFolder, asked: str | None = None) -> DemoTime:
    """As a new one begins; then there is data."""
    clock = clock_of(folder, asked, demo=True)
    assert clock is not None
    folder.postgres.mkdir()
    return clock


def test_start_without_offset_is_the_towns_time() -> None:
    assert parse("2024-12-14T08:00,60").start == datetime(2024, 12, 14, 0, 0, tzinfo=UTC)
    assert parse("2024-12-14T08:00,60").speed == 60
    assert parse("2024-12-14T00:00Z").speed == 1


def test_empty_folder_takes_it_and_keeps_it(folder: DataFolder) -> None:
    first = clock_of(folder, "2024-12-14,60")
    folder.postgres.mkdir()
    assert clock_of(folder) == first
    assert clock_of(folder, "2024-12-14,60") == first


def test_another_one_is_refused(folder: DataFolder) -> None:
    clock_of(folder, "2024-12-14,60")
    with pytest.raises(Refusal, match="for good"):
        clock_of(folder, "2024-12-15,60", demo=True)


def test_folder_with_data_takes_none_but_with_demo(folder: DataFolder) -> None:
    folder.postgres.mkdir()
    with pytest.raises(Refusal, match="holds data"):
        clock_of(folder, "2024-12-14")
    assert clock_of(folder) is None
    with_demo = clock_of(folder, "2024-12-14", demo=True)
    assert with_demo is not None
    assert with_demo.held_at is None, "what was recorded before the clock can't be done again"


def test_it_runs_on_while_stopped(folder: DataFolder) -> None:
    clock = clock_of(folder, "2024-12-14,60")
    assert clock is not None
    again = clock_of(folder)
    assert again is not None
    assert again.anchor == clock.anchor
    assert datetime.now(UTC) - again.anchor < timedelta(minutes=1)


def test_a_new_demonstration_is_held_where_its_past_begins(folder: DataFolder) -> None:
    clock = demonstration(folder)
    assert (clock.start, clock.speed) == (datetime.fromisoformat(AFTER_LOADING), 1)
    assert clock.held_at == BEGINNING
    assert clock_of(folder, demo=True) == clock


def test_one_that_starts_before_its_past_is_held_at_its_start(folder: DataFolder) -> None:
    assert demonstration(folder, "2024-11-01T08:00,60").held_at == datetime(2024, 11, 1, tzinfo=UTC)


def test_a_demonstration_of_the_version_before_stays_as_it_is(folder: DataFolder) -> None:
    folder.postgres.mkdir()
    assert clock_of(folder, demo=True) is None
    folder.older_demo_clock.write_text(
        '{"start":"2024-12-14T08:00:00+08:00","anchor":"2026-01-01T00:00:00Z","speed":60.0}'
    )
    write_address(folder, Address("", "", "", demo=True))
    for demo in (True, False):
        kept = clock_of(folder, demo=demo)
        assert kept is not None
        assert kept.held_at is None
        assert let_run(folder) == kept


def test_the_loader_steps_forward_only_and_not_beyond_the_start(folder: DataFolder) -> None:
    start = demonstration(folder).start
    clock = Clock(folder.demo_clock)
    assert clock.now() == BEGINNING
    step_to(folder, BEGINNING + timedelta(days=2))
    step_to(folder, BEGINNING + timedelta(days=2))
    assert clock.now() == BEGINNING + timedelta(days=2)
    for moment in (BEGINNING, start + timedelta(seconds=1)):
        with pytest.raises(ValueError, match="can't be stepped"):
            step_to(folder, moment)
    assert clock.now() == BEGINNING + timedelta(days=2)


def test_once_loaded_it_runs_from_its_start_and_is_never_stepped_again(folder: DataFolder) -> None:
    start = demonstration(folder, "2025-01-16T10:00,60").start
    before = datetime.now(UTC)
    running = let_run(folder)
    assert running is not None
    assert before <= running.anchor <= datetime.now(UTC)
    assert Clock(folder.demo_clock).now() >= start
    assert kept_clock(folder) == running == let_run(folder)
    with pytest.raises(ValueError, match="can't be stepped"):
        step_to(folder, start)


def test_what_is_half_loaded_is_no_deployment(folder: DataFolder) -> None:
    demonstration(folder)
    with pytest.raises(Refusal, match="start with --demo"):
        clock_of(folder)
    let_run(folder)
    assert clock_of(folder) is not None, "its data are of that time"


def test_a_file_that_came_to_real_data_is_refused(folder: DataFolder) -> None:
    folder.postgres.mkdir()
    write_address(folder, Address("", "", "", demo_clock=False))
    folder.demo_clock.write_text(parse("2024-12-14").model_dump_json(exclude_none=True))
    with pytest.raises(Refusal, match="holds data of real time"):
        clock_of(folder)
