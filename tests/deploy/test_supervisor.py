"""Processes that end are started again, what never starts is given up, stopping leaves nothing."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from deploy.embedded.supervisor import NotStarting, Supervisor
from deploy.servers.log_file import tail
from deploy.servers.process import LAUNCHER, Launch
from tests.deploy.deployments import eventually
from tests.deploy.processes import alive, wait_for


def sleeper(tmp_path: Path, name: str, code: str = "import time; time.sleep(600)") -> Launch:
    writes = f"import os, pathlib; pathlib.Path({str(tmp_path / name)!r}).write_text(str(os.getpid()));"
    return Launch(name, (sys.executable, "-c", writes + code), tmp_path / f"{name}.log", dict(os.environ))


def pid_of(tmp_path: Path, name: str) -> int | None:
    file = tmp_path / name
    return int(file.read_text()) if file.exists() and file.read_text() else None


@pytest.fixture
async def supervisor() -> AsyncIterator[Supervisor]:
    supervisor = Supervisor(lambda _text: None)
    watch = asyncio.create_task(supervisor.watch())
    yield supervisor
    watch.cancel()
    await supervisor.stop()


async def test_killed_process_comes_back(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start(sleeper(tmp_path, "a"))
    first = await wait_for(lambda: pid_of(tmp_path, "a"))
    os.kill(first, signal.SIGKILL)
    second = await wait_for(lambda: pid if (pid := pid_of(tmp_path, "a")) != first else None)
    assert alive(second)
    assert not alive(first)


async def test_what_never_starts_is_given_up_with_its_last_words(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deploy.embedded.supervisor.LONGEST_PAUSE", 0.01)
    monkeypatch.setattr("deploy.embedded.supervisor.FIRST_PAUSE", 0.01)
    supervisor.start(sleeper(tmp_path, "b", "raise SystemExit('no place to write')"))

    async def never() -> bool:
        return False

    with pytest.raises(NotStarting, match="no place to write"):
        await supervisor.until("b", never)


REFUSED = json.dumps({"event": "log_refused", "code": "log_shorter", "zh": "日志变短。", "en": "Cut off."})
_REFUSES = f"import sys; print({REFUSED!r}); sys.exit(65)"


@pytest.fixture
async def told() -> AsyncIterator[tuple[Supervisor, list[str]]]:
    """With what it says."""
    said: list[str] = []
    supervisor = Supervisor(said.append)
    watch = asyncio.create_task(supervisor.watch())
    yield supervisor, said
    watch.cancel()
    await supervisor.stop()


async def test_a_log_that_is_refused_ends_the_start_of_the_whole(
    told: tuple[Supervisor, list[str]], tmp_path: Path
) -> None:
    supervisor, said = told
    supervisor.start(sleeper(tmp_path, "c", _REFUSES))

    async def never() -> bool:
        return False

    with pytest.raises(NotStarting, match="log_refused"):
        await supervisor.until("c", never)
    assert said == ["c 拒绝使用其日志 refuses its log (exit code 65)"]


async def test_a_log_that_is_refused_later_is_said_once_and_tried_again(
    told: tuple[Supervisor, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deploy.embedded.supervisor.LONGEST_PAUSE", 0.01)
    supervisor, said = told
    once, again = tmp_path / "once", tmp_path / "again"
    code = f"""
import pathlib, sys, time
again = pathlib.Path({str(again)!r})
if pathlib.Path({str(once)!r}).exists():
    again.write_text(again.read_text() + "x" if again.exists() else "x")
    print({REFUSED!r})
    sys.exit(65)
time.sleep(600)
"""
    supervisor.start(sleeper(tmp_path, "d", code))
    first = await wait_for(lambda: pid_of(tmp_path, "d"))

    async def there() -> bool:
        return True

    await supervisor.until("d", there)
    once.touch()
    os.kill(first, signal.SIGKILL)
    await wait_for(lambda: (again.exists() and len(again.read_text()) > 2) or None)
    refusals = [each for each in said if "refuses its log" in each]
    assert refusals == ["d 拒绝使用其日志 refuses its log (exit code 65)：日志变短。 Cut off. (log_shorter)"]


async def test_stopping_ends_later_groups_first(tmp_path: Path) -> None:
    notes = "import signal, sys, pathlib, time\n"
    notes += f"def end(*_):\n open({str(tmp_path / 'order')!r}, 'a').write(NAME); sys.exit()\n"
    notes += "signal.signal(signal.SIGTERM, end)\nprint('up', flush=True)\ntime.sleep(600)"
    supervisor = Supervisor(lambda _text: None)
    for name in ("1", "2", "3"):
        supervisor.start(sleeper(tmp_path, name, f"NAME={name!r}\n" + notes))
    for name in ("1", "2", "3"):
        await wait_for(lambda name=name: "up" in tail(tmp_path / f"{name}.log"))
    await supervisor.stop()
    assert (tmp_path / "order").read_text() == "321"


def test_children_die_with_a_killed_parent(tmp_path: Path) -> None:
    code = f"""
import os, sys, time
from pathlib import Path
from deploy.servers.process import Launch, start
sleep = (sys.executable, "-c", "import time; time.sleep(600)")
child = start(Launch("c", sleep, Path({str(tmp_path / "log")!r})))
print(child.pid, flush=True)
time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        eventually(lambda: LAUNCHER.name not in " ".join(psutil.Process(child).cmdline()))
        assert alive(child)
        parent.kill()
    eventually(lambda: not alive(child))
