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
        self._seen: object = self._stamp()
        self._failed: object = self._seen
        """What could not be read, and was told."""
        self._content = parse(path.read_bytes())

    def content(self) -> Content:
        stamp = self._stamp()
        if stamp != self._seen:
            self._read_again(stamp)
        return self._content

    def _read_again(self, stamp: object) -> None:
        """What makes no sense is not tried again before it changes. What only can't be read just now is, for
        the edit may take rights away."""
        try:
            self._content = self._parse(self._path.read_bytes())
            self._seen = stamp
        except ValueError as error:
            self._seen = stamp
            self._tell(error)
        except OSError as error:
            self._seen = None
            if stamp != self._failed:
                self._failed = stamp
                self._tell(error)

    def _tell(self, error: Exception) -> None:
        _log.warning("file_not_read", path=str(self._path), error=str(error))

    def _stamp(self) -> tuple[int, int, int, int] | None:
        """None for a file that is not there. The time of the change also follows its permissions."""
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
