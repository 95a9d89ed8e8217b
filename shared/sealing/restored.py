"""An operator's word that a log was put back to a backup, so that what was sealed later is set aside.

A file in the folder of checkpoints: the service that takes it does not run yet when it is given.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson

from shared.instant import write_instant
from shared.sealing.folder import RESTORED, SealFolder

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Restored:
    newest: str
    """The newest checkpoint when it was said: it holds for no later one."""
    reason: str
    at: str

    @property
    def text(self) -> str:
        return orjson.dumps({"newest": self.newest, "reason": self.reason, "at": self.at}).decode()


def restored(folder: Path, reason: str, now: datetime) -> Restored | None:
    """What is to be said; None where nothing was ever sealed."""
    newest = SealFolder(folder).newest()
    return None if newest is None else Restored(newest.name, reason[:LONGEST_REASON], write_instant(now))


def read_word(folder: Path) -> Restored | None:
    """What cannot be read is no word."""
    try:
        said = orjson.loads((folder / RESTORED).read_bytes())
        return Restored(str(said["newest"]), str(said["reason"]), str(said["at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget_word(folder: Path) -> None:
    (folder / RESTORED).unlink(missing_ok=True)
