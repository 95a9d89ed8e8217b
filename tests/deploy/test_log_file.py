"""What programs print: no line is lost when files are exchanged, and no program fills the disk."""

import asyncio
import os
import re
import sys
from pathlib import Path

import pytest

from deploy.embedded.supervisor import Supervisor
from deploy.servers import log_file
from deploy.servers.process import Launch, start
from tests.deploy.processes import wait_for

LINES = 3_000
SMALL = 10_000
BOTH_WAYS = """
import sys
for n in range({first}, {end}):
    print("行", n, file=(sys.stdout, sys.stderr)[n % 2], flush=True)
"""


@pytest.fixture(autouse=True)
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_file, "LARGEST", SMALL)


def printing(tmp_path: Path, code: str) -> Launch:
    return Launch("p", (sys.executable, "-c", code), tmp_path / "logs" / "p.log", dict(os.environ))


def run(launch: Launch) -> None:
    process = start(launch)
    process.wait()
    process.heard_out()


def files(launch: Launch) -> list[Path]:
    """The oldest first."""
    found = [launch.log, *launch.log.parent.glob("p.log.*")]
    return sorted(found, key=lambda path: -int(path.suffix[1:]) if path.suffix != ".log" else 0)


def test_no_line_is_lost_while_it_prints_and_over_restarts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_file, "KEPT", 1_000)
    for first in (0, LINES):
        run(printing(tmp_path, BOTH_WAYS.format(first=first, end=first + LINES)))
    kept = files(printing(tmp_path, ""))
    assert len(kept) > 2
    text = "".join(path.read_text("utf-8") for path in kept)
    assert text.splitlines() == [f"行 {n}" for n in range(2 * LINES)]


@pytest.mark.parametrize(
    "code",
    [
        "for n in range(50_000): print('line', n)",
        "print('x' * 3_000_000, end='')",
        "import sys; sys.stdout.buffer.write(b'\\xff\\xfe\\n' * 50_000)",
    ],
    ids=["many lines", "a line without end", "no text"],
)
def test_size_and_number_are_bounded(tmp_path: Path, code: str) -> None:
    launch = printing(tmp_path, code)
    run(launch)
    assert len(files(launch)) == log_file.KEPT + 1
    assert all(path.stat().st_size <= SMALL + 64 * 1024 + 1 for path in files(launch))


async def test_a_program_that_ends_again_and_again_stays_within_the_same_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for pause in ("FIRST_PAUSE", "LONGEST_PAUSE"):
        monkeypatch.setattr(f"deploy.embedded.supervisor.{pause}", 0.01)
    launch = printing(tmp_path, "import os\nfor n in range(500): print(os.getpid(), n)\nraise SystemExit(1)")
    supervisor = Supervisor(lambda _text: None)
    watch = asyncio.create_task(supervisor.watch())
    supervisor.start(launch)
    await wait_for(lambda: len(files(launch)) == log_file.KEPT + 1, patience=30)
    seen = {re.match(r"\d+", path.read_text().splitlines()[-1]) for path in files(launch)}
    watch.cancel()
    await supervisor.stop()
    assert len(seen) > 1
    assert sum(path.stat().st_size for path in files(launch)) <= SMALL * (log_file.KEPT + 1)


def test_where_nothing_can_be_written_the_program_goes_on(tmp_path: Path) -> None:
    launch = printing(tmp_path, f"for n in range(50_000): print(n)\nopen({str(tmp_path / 'done')!r}, 'w')")
    launch.log.mkdir(parents=True)
    run(launch)
    assert (tmp_path / "done").exists()
