"""One child process: what to run, and how to start and stop it so that none is ever left behind."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from signal import SIGKILL, SIGTERM, Signals
from threading import Thread

from deploy.servers.identity import Identity
from deploy.servers.log_file import keep

PROJECT = Path(__file__).resolve().parents[2]
LAUNCHER = Path(__file__).with_name("launcher.py")
_LAST_WORDS_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Launch:
    name: str
    argv: tuple[str, ...]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path("/")
    stop_signal: Signals = SIGTERM
    """Asks it to stop in order."""
    death_signal: Signals = SIGKILL
    """What the kernel sends it when the process that started it dies."""
    identity: Identity | None = None
    """Who it runs as, where root starts it."""
    needs: tuple[Path, ...] = ()
    """What it uses besides our code, wherever that lies."""
    low_port: bool = False
    """It listens on a port that otherwise only root may take."""


class Started(subprocess.Popen[bytes]):
    """A program that runs, or ran; a thread keeps what it prints."""

    def keep_words(self, log: Path) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        self._keeping = Thread(target=keep, args=(self.stdout, log), name=f"log {log.name}", daemon=True)
        self._keeping.start()

    def heard_out(self) -> None:
        """Its last words are in the log. What it started itself may go on printing; that is not awaited."""
        self._keeping.join(_LAST_WORDS_SECONDS)


def start(launch: Launch) -> Started:
    """Call it from the main thread: the kernel ties the child to the thread that started it."""
    argv = [
        *(sys.executable, "-I", "-S", str(LAUNCHER)),
        *(str(os.getpid()), str(int(launch.death_signal)), _becoming(launch)),
        *launch.argv,
    ]
    started = Started(
        argv,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=dict(launch.environment),
        cwd=launch.folder,
        # Its own session: Ctrl-C reaches us alone, and we stop the others in order.
        start_new_session=True,
    )
    started.keep_words(launch.log)
    return started


def _becoming(launch: Launch) -> str:
    if launch.identity is None:
        return ""
    needs = sorted({str(place) for place in (*_code(), *launch.needs)})
    return json.dumps({**asdict(launch.identity), "needs": needs, "low_port": launch.low_port})


@cache
def _code() -> tuple[Path, ...]:
    """This project, the virtual environment, and the Python behind it with every link on the way there."""
    links = [Path(sys.executable)]
    while links[-1].is_symlink():
        links.append(links[-1].parent / links[-1].readlink())
    installed = {Path(each) for each in (sys.prefix, sys.base_prefix, sys.base_exec_prefix)}
    return (PROJECT, *installed, *(Path(os.path.normpath(link.parent)) for link in links))


def stop(process: Started, signal: Signals, patience: float = 20) -> None:
    """Ask, wait, and end it the hard way when it does not listen."""
    if process.poll() is None:
        process.send_signal(signal)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.heard_out()
