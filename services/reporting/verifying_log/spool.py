"""What is kept of events, by town, in files: of a whole district only one town is in memory at a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import orjson

from services.reporting.subjects.from_bytes import Recorded
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.subjects.references import Named
from shared.events.stream_id import StreamId
from shared.read_model.entry import Entry


class Spool:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, Path] = {}

    @property
    def towns(self) -> set[str]:
        return set(self._files)

    def add(self, log: str, events: Iterable[Recorded]) -> None:
        """Of each log in its order."""
        lines: defaultdict[str, list[bytes]] = defaultdict(list)
        for event in events:
            township, kind, subject = StreamId.parse(event.stream)
            if event.entry is not None and LOG_OF_KIND.get(kind) == log:
                lines[township].append(orjson.dumps((kind, subject, *event.entry)))
        for township, of_town in lines.items():
            file = self._files.setdefault(township, self._folder / str(len(self._files)))
            with file.open("ab") as written:
                written.write(b"\n".join(of_town) + b"\n")

    def read(self, township: str) -> Mapping[Named, list[Entry]]:
        """By subject, as recorded."""
        found: defaultdict[Named, list[Entry]] = defaultdict(list)
        if township in self._files:
            with self._files[township].open("rb") as lines:
                for line in lines:
                    kind, subject, *entry = orjson.loads(line)
                    found[kind, subject].append(Entry(*entry))
        return found
