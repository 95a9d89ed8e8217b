"""CPU seconds and memory of a process and all that it started, as the kernel has them (Linux)."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def cpu_seconds(pid: int) -> float:
    """Also of children that have ended."""
    return sum(map(_of_one, tree(pid)))


def tree(pid: int) -> Iterator[int]:
    yield pid
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(tasks).split():
            yield from tree(int(child))


def _of_one(pid: int) -> float:
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS if fields else 0.0


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError:
        return ""


@dataclass
class Memory:
    """Of all of them at once: what they share is counted for each."""

    peak: int = 0
    alone: dict[int, int] = field(default_factory=dict)

    def look(self, pid: int) -> None:
        held = {each: _resident(each) for each in tree(pid)}
        self.peak = max(self.peak, sum(held.values()))
        for each, size in held.items():
            self.alone[each] = max(size, self.alone.get(each, 0))


def _resident(pid: int) -> int:
    fields = _read(Path(f"/proc/{pid}/statm")).split()
    return int(fields[1]) * _PAGE if fields else 0
