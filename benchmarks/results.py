"""What was measured, part by part, as files: a run can be gone on with, and what is drawn be drawn again."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from benchmarks.installing import FOLDER, ROOT

Measured = dict[str, Any]
"""By part: what it found, and `at`, `commit`, `machine` that it was found by."""


class Results:
    """Of runs with the same amounts; a part that is measured again replaces what was kept of it.

    Make one at the start: the commit is the one of that moment, as the code that runs is.
    """

    def __init__(self, amounts: str, folder: Path = FOLDER / "results") -> None:
        self.folder = folder / amounts
        self.commit = _described()

    def keep(self, part: str, found: Any, machine: list[str]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        told = {"at": at, "commit": self.commit, "machine": machine, "found": found}
        draft = self.folder / f".{part}.json"
        options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
        draft.write_bytes(orjson.dumps(told, option=options))
        draft.rename(self._file(part))

    def of(self, part: str) -> Measured | None:
        try:
            kept: Measured = orjson.loads(self._file(part).read_bytes())
        except FileNotFoundError:
            return None
        return kept

    def found(self, part: str) -> Any:
        """None for what was not measured."""
        kept = self.of(part)
        return None if kept is None else kept["found"]

    def keep_as(self, part: str, other: str) -> None:
        """Under another name, with its own day and commit."""
        self._file(part).rename(self._file(other))

    def _file(self, part: str) -> Path:
        return self.folder / f"{part}.json"


def _described() -> str:
    """With a mark where files were changed since."""
    asked = ["git", "describe", "--always", "--dirty"]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
