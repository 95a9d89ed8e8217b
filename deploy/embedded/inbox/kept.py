"""The newest messages, in a file of bounded size that outlives the process."""

import os
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from deploy.embedded.inbox.received import Content, Kind, Received, line_of, read_line
from deploy.servers.private import write_private

MOST = 2_000
MOST_BYTES = 32 * 1024 * 1024
_SLACK = 2
"""The file may hold so many times what is kept before it is written anew."""


class Messages:
    """Lines are only appended; a restart reads them again."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "messages.jsonl"
        lines = self._path.read_bytes().splitlines(keepends=True) if self._path.exists() else []
        self._kept = deque[tuple[Received, int]]()
        self._bytes = 0
        for line in lines:
            if (message := read_line(line)) is not None:
                self._keep(message, len(line))
        self._last = self._kept[-1][0].number if self._kept else 0
        self._write_anew()

    @property
    def last(self) -> int:
        """The number of the newest one that ever came; 0 before the first."""
        return self._last

    def add(self, content: Content, at: str) -> Received:
        """It is in the file when this returns."""
        message = Received(self._last + 1, at, content)
        line = line_of(message)
        self._append(line)
        self._last = message.number
        self._keep(message, len(line))
        if self._lines > _SLACK * MOST or self._end > _SLACK * MOST_BYTES:
            self._write_anew()
        return message

    def after(self, number: int, most: int) -> list[Received]:
        """The oldest first, so that who asks goes on behind the last one."""
        return list(islice((each for each, _ in self._kept if each.number > number), most))

    def newest(self, kind: Kind | None, words: str, before: int | None, most: int) -> list[Received]:
        """The newest first, of that kind or of both, with `words` in recipients, title or text."""
        found = (
            each
            for each in self._backwards()
            if kind in (None, each.content.kind)
            and (before is None or each.number < before)
            and each.content.says(words)
        )
        return list(islice(found, most))

    def count(self, kind: Kind) -> int:
        return sum(each.content.kind == kind for each, _ in self._kept)

    def of_number(self, number: int) -> Received | None:
        return next((each for each in self._backwards() if each.number == number), None)

    def text_of(self, id_: str, attempt: int | None = None) -> Received | None:
        """The text message that came under this id; the latest attempt where none is named."""
        for each in self._backwards():
            is_it = (each.content.kind, each.content.id) == ("sms", id_)
            if is_it and attempt in (None, each.content.attempt):
                return each
        return None

    def _backwards(self) -> Iterator[Received]:
        return (each for each, _ in reversed(self._kept))

    def _keep(self, message: Received, size: int) -> None:
        self._kept.append((message, size))
        self._bytes += size
        while len(self._kept) > MOST or self._bytes > MOST_BYTES:
            self._bytes -= self._kept.popleft()[1]

    def _append(self, line: bytes) -> None:
        """Whole or not at all: a full disk leaves no half of it behind."""
        with self._path.open("ab", buffering=0) as file:
            try:
                if file.write(line) != len(line):
                    raise OSError(f"{self._path}: only a part was written")
            except OSError:
                os.ftruncate(file.fileno(), self._end)
                raise
        self._end += len(line)
        self._lines += 1

    def _write_anew(self) -> None:
        text = b"".join(line_of(message) for message, _ in self._kept)
        write_private(self._path, text.decode())
        self._end, self._lines = len(text), len(self._kept)
