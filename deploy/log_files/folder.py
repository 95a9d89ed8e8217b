"""A folder of logs: one file each, one stored event a line, exactly its bytes."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from deploy.embedded.refusal import Refusal
from services.reporting.deriving.stored_logs import LOGS
from shared.bus.jetstream import MAX_EVENT_BYTES


class LogFolder:
    def __init__(self, path: Path) -> None:
        """Refused where a log is missing."""
        self._path = path
        for log in LOGS:
            if not self.file(log).is_file():
                raise Refusal(
                    f"{path} 中没有 {log}.jsonl：请用 paicha audit derive --save 保存的文件夹。",
                    f"There is no {log}.jsonl in {path}: name one that paicha audit derive --save wrote.",
                    usage=True,
                )

    def file(self, log: str) -> Path:
        return file_of(self._path, log)

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(self.file(log).stat().st_size for log in LOGS)

    def walk(self, log: str) -> Iterator[tuple[int, bytes]]:
        """Place and bytes of each event. A longer line than an event may be is none, and comes in pieces."""
        with self.file(log).open("rb") as file:
            place = 0
            while line := file.readline(MAX_EVENT_BYTES + 1):
                yield place, line.removesuffix(b"\n")
                place += len(line)

    def read(self, log: str, places: Iterable[int]) -> Iterator[bytes]:
        """Those that begin there."""
        with self.file(log).open("rb") as file:
            for place in places:
                file.seek(place)
                yield file.readline(MAX_EVENT_BYTES + 1).removesuffix(b"\n")


def file_of(folder: Path, log: str) -> Path:
    return folder / f"{log}.jsonl"
