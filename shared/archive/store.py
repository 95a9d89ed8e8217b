"""Where an archive lies: a flat place of files that are written once, whole or not at all."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol


class Store(Protocol):
    @property
    def place(self) -> str:
        """As an operator names it."""
        ...

    def read(self, name: str) -> bytes | None:
        """None where there is no such file."""
        ...

    def local(self, name: str) -> AbstractContextManager[Path]:
        """The file on this machine, while the block runs. FileNotFoundError where there is none."""
        ...

    def draft(self) -> AbstractContextManager[Path]:
        """A path to write to; what `put` did not take is gone after the block."""
        ...

    def put(self, name: str, draft: Path) -> None:
        """There for good when this returns, in the place of what had the name. Never half of it."""
        ...

    def names(self) -> list[str]: ...

    def remove(self, name: str) -> None: ...

    def tidy(self) -> None:
        """Drafts of a writer that was killed. For who knows that nobody writes just now."""
        ...


def put_bytes(store: Store, name: str, content: bytes) -> None:
    with store.draft() as draft:
        draft.write_bytes(content)
        store.put(name, draft)
