"""Looking at processes from outside, as an operator would."""

import asyncio
import time
from collections.abc import Callable
from inspect import getsource
from pathlib import Path
from typing import TypeVar

import psutil

T = TypeVar("T")


def alive(pid: int) -> bool:
    """A zombie is not alive: it only waits to be counted by its parent."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def using(folder: Path) -> list[str]:
    """The command lines of all processes that name this data folder, or got it in their environment."""
    found: list[str] = []
    for process in psutil.process_iter():
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                continue
            words = [*process.cmdline(), *process.environ().values()]
        except psutil.Error:
            continue
        if any(str(folder) in word for word in words):
            found.append(" ".join(process.cmdline()))
    return found


async def wait_for(look: Callable[[], T | None], patience: float = 120) -> T:
    deadline = time.monotonic() + patience
    while not (found := look()):
        assert time.monotonic() < deadline, f"not in {patience} s: {getsource(look).strip()}"
        await asyncio.sleep(0.05)
    return found
