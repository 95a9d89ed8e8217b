"""A measured system as a process of its own: asked in JSON lines, one request at a time."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson


class SideFailed(Exception):
    """A side ended or answered nonsense: the benchmark is broken, not slow."""


@dataclass(slots=True)
class Side:
    """A context manager: the process lives as long as the block."""

    name: str
    argv: Sequence[str]
    folder: Path
    environment: Mapping[str, str] | None = None
    _process: "subprocess.Popen[bytes] | None" = None

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self.argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=self.folder,
            env=self.environment,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if (process := self._process) is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()

    @property
    def pid(self) -> int:
        if self._process is None:
            raise SideFailed(f"{self.name} is not running")
        return self._process.pid

    def ask(self, do: str, **request: Any) -> dict[str, Any]:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise SideFailed(f"{self.name} is not running")
        process.stdin.write(orjson.dumps({"do": do, **request}) + b"\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise SideFailed(f"{self.name} ended at “{do}”")
        answer: dict[str, Any] = orjson.loads(line)
        return answer
