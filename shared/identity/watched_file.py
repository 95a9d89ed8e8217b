"""A file that operators edit under a running service: read again when it has changed."""

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from shared.logging import get_logger

Content = TypeVar("Content")
_log = get_logger(__name__)


class WatchedFile(Generic[Content]):
    """Its last good content. A broken edit is logged once and changes nothing."""

    def __init__(self, path: Path, parse: Callable[[bytes], Content]) -> None:
        self._path = path
        self._parse = parse
        self._seen = self._stamp()
        self._content = parse(path.read_bytes())

    def content(self) -> Content:
        stamp = self._stamp()
        if stamp != self._seen:
            # Before it is read: what can't be is not tried again with every message, but once it has changed.
            self._seen = stamp
            self._read_again()
        return self._content

    def _read_again(self) -> None:
        try:
            self._content = self._parse(self._path.read_bytes())
        except (OSError, ValueError) as error:
            _log.warning("file_not_read", path=str(self._path), error=str(error))

    def _stamp(self) -> tuple[int, int, int, int] | None:
        """None for a file that is not there. The time of the change also follows its permissions."""
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
