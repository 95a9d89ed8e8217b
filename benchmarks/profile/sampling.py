"""A meter that looks into our processes while it measures them: py-spy, from outside, 200 times a second.

Only what runs is counted, not what waits. What is measured does the same as without it, some percent slower.
"""

import signal
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.installing import python_packages
from benchmarks.meter import Meter, Taken
from benchmarks.profile.places import Place, place_of

PY_SPY = "py-spy==0.4.3"
_A_SECOND = 200
_MEASURING = "benchmarks/meter.py"
"""In stacks of the meter itself, which looks at processes while py-spy is there already."""
_SERVERS = ("postgres", "nats")
_PATIENCE_SECONDS = 60


class NotSampled(Exception):
    """py-spy ended, and what it said."""


class Sampler(Meter):
    """What was seen, by name of process."""

    def __init__(self) -> None:
        self._program = python_packages("profile", (PY_SPY,)) / "py-spy"
        self.seen: dict[str, Counter[Place]] = {}

    @contextmanager
    def measuring(self, pids: Mapping[str, int]) -> Iterator[Taken]:
        ((name, pid),) = [(name, pid) for name, pid in pids.items() if name not in _SERVERS]
        with tempfile.TemporaryDirectory(prefix="paicha-bench-") as folder:
            stacks = Path(folder) / "stacks"
            spying = self._begin(pid, stacks)
            try:
                with super().measuring(pids) as taken:
                    yield taken
            finally:
                spying.send_signal(signal.SIGINT)
                said, _ = spying.communicate(timeout=_PATIENCE_SECONDS)
            if not stacks.exists():
                raise NotSampled(said.decode())
            self.seen[name] = _counted(stacks.read_text("utf-8").splitlines())

    def _begin(self, pid: int, stacks: Path) -> "subprocess.Popen[bytes]":
        argv = [
            self._program,
            "record",
            "--pid",
            str(pid),
            "--rate",
            str(_A_SECOND),
            "--duration",
            "unlimited",
        ]
        spying = subprocess.Popen(
            [*map(str, argv), "--format", "raw", "--function", "--nonblocking", "--output", stacks],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        # Its first line comes once it looks.
        if spying.stdout is None or not spying.stdout.readline():
            raise NotSampled(f"py-spy may not look into the process {pid}: root, or CAP_SYS_PTRACE")
        return spying


def _counted(lines: list[str]) -> "Counter[Place]":
    counted: Counter[Place] = Counter()
    for line in lines:
        stack, _, samples = line.rpartition(" ")
        if _MEASURING in stack:
            continue
        counted[place_of(stack.split(";"))] += int(samples)
    return counted
