"""Time and CPU of what is measured, by process; children count as what they were started by."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil


@dataclass(slots=True)
class Taken:
    """Filled in at the end of the block that is measured."""

    seconds: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)
    """Seconds, by name of process."""

    def cost(self, events: int) -> dict[str, float]:
        """Microseconds of CPU for each event."""
        return {name: seconds / events * 1e6 for name, seconds in self.cpu.items()}


class Meter:
    @contextmanager
    def measuring(self, pids: Mapping[str, int]) -> Iterator[Taken]:
        """Looking for children takes CPU of our own: it is done before the first look, after the second."""
        taken = Taken()
        children = {name: _of_children(pid) for name, pid in pids.items()}
        roots = {name: _of_root(pid) for name, pid in pids.items()}
        started = time.perf_counter()
        yield taken
        taken.seconds = time.perf_counter() - started
        taken.cpu = {name: _of_root(pid) - roots[name] for name, pid in pids.items()}
        for name, pid in pids.items():
            taken.cpu[name] += _of_children(pid) - children[name]


def _of_root(pid: int) -> float:
    return _seconds(psutil.Process(pid))


def _of_children(pid: int) -> float:
    return sum(map(_seconds, psutil.Process(pid).children(recursive=True)))


def _seconds(process: psutil.Process) -> float:
    """Also of children that have ended, since their parent waited for them."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return times.user + times.system + times.children_user + times.children_system
