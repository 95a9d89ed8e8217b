"""A file that operators edit under a running service: read again when it has changed."""

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from shared.logging import get_logger

Content = TypeVar("Content")
_log = get_logger(__name__)


class WatchedFile(Generic[Content]):
    """Its last good content. A broken edit is logged and changes nothing."""

    def __init__(self, path: Path, parse: Callable[[bytes], Content]) -> None:
        self._path = path
        self._parse = parse
        self._seen = self._stamp()
        self._content = parse(path.read_bytes())

    def content(self) -> Content:
        try:
            stamp = self._stamp()
            if stamp != self._seen:
                self._content = self._parse(self._path.read_bytes())
                self._seen = stamp
        except (OSError, ValueError) as error:
            _log.warning("file_not_read", path=str(self._path), error=str(error))
        return self._content

    def _stamp(self) -> tuple[int, int, int]:
        status = self._path.stat()
        return status.st_mtime_ns, status.st_size, status.st_ino
