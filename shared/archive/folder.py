"""An archive in a folder: written under another name, synced, renamed, and the folder synced."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp

from shared.synced import sync_folder

_DRAFT = ".draft-"


class FolderStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def place(self) -> str:
        return str(self._folder)

    def read(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:
        path = self._folder / name
        if not path.is_file():
            raise FileNotFoundError(path)
        yield path

    @contextmanager
    def draft(self) -> Iterator[Path]:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = mkstemp(prefix=_DRAFT, dir=self._folder)
        os.close(descriptor)
        try:
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)

    def put(self, name: str, draft: Path) -> None:
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.rename(self._folder / name)
        sync_folder(self._folder)

    def names(self) -> list[str]:
        """Without drafts, which a writer that was killed may have left."""
        if not self._folder.is_dir():
            return []
        return sorted(path.name for path in self._folder.iterdir() if not path.name.startswith("."))

    def remove(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)

    def tidy(self) -> None:
        for path in self._folder.glob(f"{_DRAFT}*"):
            path.unlink(missing_ok=True)
