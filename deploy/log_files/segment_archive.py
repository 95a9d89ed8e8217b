"""The archives of all logs, segments and manifests, as what a replay reads."""

from collections.abc import Iterator
from pathlib import Path

from services.reporting.deriving.stored_logs import FACTS, LOGS
from shared.archive.finding import WRONG, Finding
from shared.archive.manifest import Manifest
from shared.archive.opened import opened
from shared.archive.reading import Damaged, manifest_of, read_runs
from shared.archive.store import Store
from shared.instant import microseconds, parse_instant
from shared.problems import Rejected


class SegmentArchive:
    """Chains and columns are checked as it is read; whose keys signed it, `paicha archive verify` says."""

    def __init__(self, place: Path) -> None:
        """No figure is made of what was signed: that log may be missing."""
        held = [log for log in LOGS if log in FACTS or (place / log).is_dir()]
        self._stores = {log: opened(str(place / log)) for log in held}
        self._manifests = {log: _manifest(place, log, store) for log, store in self._stores.items()}
        self.logs = tuple(sorted(held))

    def last(self, log: str) -> int:
        return self._manifests[log].position

    def closed(self, log: str) -> int:
        """No more is known of it than that its last event was recorded then."""
        segments = self._manifests[log].segments
        return microseconds(parse_instant(segments[-1].segment.last_recorded)) if segments else 0

    def read(self, log: str, last: int) -> Iterator[tuple[int, bytes]]:
        try:
            for run in read_runs(self._stores[log], self._manifests[log]):
                if run.first > last:
                    return
                yield from enumerate(run.raws[: last + 1 - run.first], run.first)
        except Damaged as damaged:
            raise _broken(log, damaged.finding) from None


def _manifest(place: Path, log: str, store: Store) -> Manifest:
    try:
        manifest = manifest_of(store)
    except Damaged as damaged:
        if damaged.finding.what == "no_manifest":
            raise Rejected("log_missing", place=str(place), log=log) from None
        raise _broken(log, damaged.finding) from None
    if manifest.log != log:
        raise Rejected("log_missing", place=str(place), log=log)
    return manifest


def _broken(log: str, finding: Finding) -> Rejected:
    what = " ".join(WRONG[finding.what])
    return Rejected("archive_broken", log=log, position=str(finding.position), what=what)


def is_folder_of_segments(place: Path) -> bool:
    return any((place / log).is_dir() for log in LOGS)
