"""How far an archive is replayed: to positions, to a recorded time, or to its end."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.reading.question import LOGS
from services.reporting.replaying.archive import Archive
from shared.instant import microseconds, moment_at, parse_instant, write_instant
from shared.problems import Rejected


@dataclass(frozen=True, slots=True)
class Extent:
    last: Mapping[str, int]
    """By log, the last position to be looked at."""
    recorded_before: str | None
    """Only what was recorded before it; as `write_instant` writes it."""


def extent_of(archive: Archive, named: Mapping[str, int], recorded_until: str | None) -> Extent:
    """A log that is not named goes to its end. Raises `beyond_archive` and `archive_not_final`."""
    held = {log: archive.last(log) for log in LOGS}
    for log, position in named.items():
        if position > held[log]:
            raise Rejected("beyond_archive", log=log, position=str(position), last=str(held[log]))
    if recorded_until is not None:
        _refuse_unless_final(archive, recorded_until)
    return Extent({**held, **named}, recorded_until)


def _refuse_unless_final(archive: Archive, recorded_until: str) -> None:
    """As `shared.follower.watermark.final_until` has it: what comes later is recorded later."""
    closed = {log: archive.closed(log) for log in LOGS}
    log = min(LOGS, key=lambda log: closed[log])
    if microseconds(parse_instant(recorded_until)) > closed[log] + 1:
        until = write_instant(moment_at(closed[log] + 1))
        raise Rejected("archive_not_final", log=log, asked=recorded_until, until=until)
