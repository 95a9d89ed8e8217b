"""The folder of sealed checkpoints of one log, outside of Postgres: a file each, written once, kept for ever.

A file is named by the size and the signer's key hash, so the newest is found by names alone. What a restored
backup lacks lies below `set-aside` until the log holds it again.
"""

import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from shared.sealing.checkpoint import Sealed
from shared.synced import sync_folder

_NAME = re.compile(r"(\d{12})-[0-9a-f]{8}\.note", re.ASCII)
_LONGEST_NOTE = 16_384
_STEP = 1_000_000_000
RESTORED = "restored.json"
"""An operator's word that the log was put back to a backup; taken at the next start."""


class SealFolder:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.set_aside = path / "set-aside"
        self._seen: tuple[int, list[Path]] = (-1, [])

    def notes(self) -> list[Path]:
        """The smallest first. Looked for again only when something in the folder has changed."""
        try:
            changed = self.path.stat().st_mtime_ns
        except FileNotFoundError:
            return []
        if changed != self._seen[0]:
            notes = _named(self.path)
            # Another change within the clock's step would look like this one.
            self._seen = changed if time.time_ns() - changed > _STEP else -1, notes
        return self._seen[1]

    def newest(self) -> Path | None:
        notes = self.notes()
        return notes[-1] if notes else None

    def first_from(self, size: int) -> Path | None:
        """The smallest that covers so much."""
        return next((note for note in self.notes() if size_of(note) >= size), None)

    def keep(self, sealed: Sealed) -> Path:
        """On disk, under its name, before anybody is told of it."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        note = self.path / name_of(sealed)
        draft = note.with_suffix(".new")
        with draft.open("w", encoding="utf-8") as file:
            file.write(sealed.note)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(note)
        sync_folder(self.path)
        return note

    def move_aside(self, beyond: int) -> list[Path]:
        """Those of more than so many events."""
        self.set_aside.mkdir(mode=0o700, exist_ok=True)
        return self._move([note for note in self.notes() if size_of(note) > beyond], self.set_aside)

    def bring_back(self, note: Path) -> None:
        self._move([note], self.path)

    def give_up(self, note: Path) -> None:
        """The log has gone on otherwise, for ever: kept, and not looked at any more."""
        note.replace(note.with_suffix(".lost"))
        sync_folder(self.set_aside)

    def waiting(self) -> Iterator[Path]:
        """What was set aside."""
        return iter(_named(self.set_aside) if self.set_aside.is_dir() else [])

    def names(self) -> set[str]:
        """Of all that is kept, here or set aside. What is brought back meanwhile is seen twice."""
        aside = self.set_aside.iterdir() if self.set_aside.is_dir() else ()
        found = {path.with_suffix(".note").name for path in aside}
        return found | {note.name for note in self.notes()}

    def _move(self, notes: list[Path], to: Path) -> list[Path]:
        for note in notes:
            note.replace(to / note.name)
        for each in (self.path, self.set_aside):
            sync_folder(each)
        self._seen = (-1, [])
        return notes


def name_of(sealed: Sealed) -> str:
    return f"{sealed.checkpoint.size:012}-{sealed.signer.hash.hex()}.note"


def size_of(note: Path) -> int:
    return int(note.name[:12])


def signer_of(note: Path) -> str:
    """The hash of the key, as the name says it."""
    return note.stem[-8:]


def read_note_file(note: Path) -> str:
    """ValueError where it is none."""
    if note.stat().st_size > _LONGEST_NOTE:
        raise ValueError("too large for a note")
    return note.read_text("utf-8")


def _named(folder: Path) -> list[Path]:
    """Of one size the later one stands last; there are two only where the key was changed."""
    found = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    of_size = Counter(map(size_of, found))

    def order(path: Path) -> tuple[int, int]:
        size = size_of(path)
        return size, path.stat().st_mtime_ns if of_size[size] > 1 else 0

    return sorted(found, key=order)
