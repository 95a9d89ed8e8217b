"""A folder of logs as an archive: what a replay reads. Nothing in it is signed; its chains are followed."""

from collections.abc import Iterator
from pathlib import Path

from deploy.log_files.folder import LogFolder, file_of
from services.reporting.deriving.stored_logs import LOGS
from shared.archive.finding import WRONG
from shared.bus.jetstream import MAX_EVENT_BYTES
from shared.canonical import GENESIS
from shared.events.envelope import Envelope, event_hash
from shared.instant import microseconds
from shared.problems import Rejected

_BLOCK = 1024 * 1024


class FolderArchive:
    def __init__(self, path: Path) -> None:
        for log in LOGS:
            if not file_of(path, log).is_file():
                raise Rejected("log_missing", place=str(path), log=log)
        self._folder = LogFolder(path)
        self.logs = tuple(sorted(LOGS))

    def last(self, log: str) -> int:
        event = self._last_event(log)
        return 0 if event is None else event.position

    def closed(self, log: str) -> int:
        """No more is known of it than that its last event was recorded then."""
        event = self._last_event(log)
        return 0 if event is None else microseconds(event.recorded)

    def read(self, log: str, last: int) -> Iterator[tuple[int, bytes]]:
        before = GENESIS
        for position, raw in enumerate(_lines(self._folder.file(log)), 1):
            if position > last:
                return
            # As canonical JSON has it: inside of a text the quotes would be escaped.
            if f'"position":{position},"previoushash":"{before}"'.encode() not in raw:
                raise _broken(log, str(position), "chain")
            before = event_hash(raw)
            yield position, raw

    def _last_event(self, log: str) -> Envelope | None:
        with self._folder.file(log).open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - MAX_EVENT_BYTES - 2))
            lines = file.read().splitlines()
        if not lines:
            return None
        try:
            return Envelope.from_bytes(lines[-1])
        except (ValueError, TypeError, KeyError):
            raise _broken(log, "?", "not_an_event") from None


def _broken(log: str, position: str, what: str) -> Rejected:
    return Rejected("archive_broken", log=log, position=position, what=" ".join(WRONG[what]))


def _lines(path: Path) -> Iterator[bytes]:
    """What is longer than an event may be comes in pieces, which are no events."""
    rest = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            *lines, rest = (rest + block).split(b"\n")
            yield from lines
            if len(rest) > MAX_EVENT_BYTES:
                yield rest
                rest = b""
    if rest:
        yield rest


def is_folder_of_logs(path: Path) -> bool:
    return any(file_of(path, log).is_file() for log in LOGS)
