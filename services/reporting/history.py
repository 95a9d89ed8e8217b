"""Which entries of a subject hold, in the order they occurred."""

from collections.abc import Sequence
from operator import attrgetter

from services.reporting.subjects import Entry

_OCCURRED = attrgetter("occurred", "position")
_RECORDED = attrgetter("position")


def effective(entries: Sequence[Entry]) -> list[Entry]:
    """Entries by occurred time, ties by recording; a fact taken back is as if it had never been sent.

    A taking back can itself be taken back, always by a later one: hence the walk from the last to the first.
    """
    if len(entries) == 1:
        return list(entries)
    if all(entry.type != "fact.voided" for entry in entries):
        return sorted(entries, key=_OCCURRED)
    taken_back: set[int] = set()
    holding: list[Entry] = []
    for entry in sorted(entries, key=_RECORDED, reverse=True):
        if entry.position in taken_back:
            continue
        if entry.type == "fact.voided":
            taken_back.add(entry.data["voids"])
        else:
            holding.append(entry)
    return sorted(holding, key=_OCCURRED)


def last_recorded(entries: Sequence[Entry], type_name: str) -> Entry | None:
    """A correction holds for every date, so of several the last one recorded is the one that stands."""
    return max((entry for entry in entries if entry.type == type_name), key=_RECORDED, default=None)
