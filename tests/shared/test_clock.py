"""The clock: the system's own, or a demonstration's out of one file that every process reads."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from shared.clock import Clock, DemoTime
from tests.support.demo_clocks import keep_clock

START = datetime(2024, 12, 1, tzinfo=UTC)
ANCHOR = datetime(2026, 1, 1, tzinfo=UTC)


def test_without_a_file_it_is_the_systems() -> None:
    before = datetime.now(UTC)
    assert before <= Clock().now() <= datetime.now(UTC)
    assert Clock().demo is None


def test_it_runs_at_its_speed_from_its_anchor() -> None:
    clock = DemoTime(start=START, anchor=ANCHOR, speed=60)
    assert clock.at(ANCHOR) == START
    assert clock.at(ANCHOR + timedelta(minutes=1)) == START + timedelta(hours=1)
    assert clock.at(ANCHOR).tzinfo is UTC


def test_held_it_stands_still_under_the_same_name() -> None:
    runs = DemoTime(start=START, anchor=ANCHOR)
    held = runs.model_copy(update={"held_at": START - timedelta(days=3)})
    assert held.at(ANCHOR) == held.at(ANCHOR + timedelta(days=1)) == START - timedelta(days=3)
    assert str(held) == str(runs) == "2024-12-01T00:00:00+00:00 x1"


def test_every_step_is_seen_at_once(tmp_path: Path) -> None:
    held = DemoTime(start=START, anchor=ANCHOR, held_at=START)
    file = keep_clock(tmp_path, held)
    one, other = Clock(file), Clock(file)
    for hour in range(50):
        moment = START + timedelta(hours=hour)
        keep_clock(tmp_path, held.model_copy(update={"held_at": moment}))
        assert one.now() == other.now() == moment


def test_a_broken_file_changes_nothing_and_is_no_beginning(tmp_path: Path) -> None:
    file = keep_clock(tmp_path, DemoTime(start=START, anchor=ANCHOR, held_at=START))
    clock = Clock(file)
    file.write_text("{")
    assert clock.now() == START
    with pytest.raises(ValidationError):
        Clock(file)
