"""The rows of one town at any positions, one after the other: each event is folded once on the way."""

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from services.reporting.subjects.as_recorded import Rows, recorded_up_to
from services.reporting.subjects.from_bytes import read_event
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.subjects.references import Named
from shared.events.stream_id import StreamId
from shared.read_model.entry import Entry, in_force


class RowsAt:
    """Whoever asks for positions near the ones before is answered soon, forward or back: only subjects with
    an event in between are folded again."""

    def __init__(self, logs: Mapping[str, Iterable[bytes]]) -> None:
        """The town's events of each log, in order."""
        self._logs = {log: _Log(log, raws) for log, raws in logs.items()}
        self._entries: dict[Named, list[Entry]] = defaultdict(list)
        self._rows: dict[str, dict[str, list[Entry]]] = defaultdict(dict)

    def at(self, positions: Mapping[str, int]) -> Rows:
        """Good until the next are asked for."""
        for log, known in self._logs.items():
            position = positions.get(log, 0)
            for subject in known.moved_to(position, self._entries):
                self._fold(subject, position)
        return self._rows

    def _fold(self, subject: Named, position: int) -> None:
        kind, id_ = subject
        known = recorded_up_to(self._entries[subject], position)
        if known:
            self._rows[kind][id_] = in_force(known)
        else:
            self._rows[kind].pop(id_, None)


class _Log:
    def __init__(self, log: str, raws: Iterable[bytes]) -> None:
        self._log, self._unread = log, map(read_event, raws)
        self._next = next(self._unread, None)
        self._at = 0
        self._positions, self._subjects = array("Q"), list[Named]()
        """Of every entry read so far: where, and whose it is."""

    def moved_to(self, position: int, entries: dict[Named, list[Entry]]) -> Iterable[Named]:
        """The subjects with entries between there and where it was; the new ones are put to the `entries`."""
        for subject, entry in self._read_up_to(position):
            entries[subject].append(entry)
            self._positions.append(entry.position)
            self._subjects.append(subject)
        first, last = sorted((self._at, position))
        self._at = position
        begin, end = (bisect_right(self._positions, each) for each in (first, last))
        return dict.fromkeys(self._subjects[begin:end])

    def _read_up_to(self, position: int) -> Iterator[tuple[Named, Entry]]:
        while self._next is not None and self._next.position <= position:
            _, kind, subject = StreamId.parse(self._next.stream)
            if self._next.entry is not None and LOG_OF_KIND.get(kind) == self._log:
                yield (kind, subject), self._next.entry
            self._next = next(self._unread, None)
