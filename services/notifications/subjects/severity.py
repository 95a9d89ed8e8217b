"""How grave a hazard is, and since when it has been known to be major. Pure."""

from collections.abc import Sequence

from services.notifications.subjects.kept import RECORDED
from shared.instant import moment_at, write_instant
from shared.json_types import JsonObject
from shared.read_model.entry import Entry

_REGRADED = {"raised": "major", "mitigated": "general"}


def severity_and_major(recorded: Sequence[Entry]) -> "tuple[str, JsonObject | None]":
    """Misjudged sets it for every date; what was re-graded before that was recorded no longer counts.

    Of a major one also the entry by which it became known as major: when it occurred and was recorded. Later
    entries that only say so again change nothing, so that nobody is told of it twice.
    """
    severity, judged, regraded, major = "", "", None, None
    for entry in recorded:
        if entry.type == "hazard.found" or entry.data.get("reason") == "misjudged":
            judged, regraded = str(entry.data["severity"]), None
        elif entry.type == "hazard.regraded":
            regraded = entry if regraded is None or entry.occurred >= regraded.occurred else regraded
        else:
            continue
        severity = judged if regraded is None else _REGRADED[regraded.data["reason"]]
        if severity != "major":
            major = None
        elif major is None:
            major = entry
    return severity, None if major is None else _told(major)


def _told(entry: Entry) -> JsonObject:
    occurred = write_instant(moment_at(entry.occurred))
    return {"since": occurred, "recorded": entry.data.get(RECORDED, occurred)}
