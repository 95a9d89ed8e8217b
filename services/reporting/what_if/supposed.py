"""What is supposed to be recorded next: a fact taken back, or a subject merged into another."""

from typing import NamedTuple

from services.reporting.differences.walk import Subjects
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.subjects.references import Named
from shared.events.voiding import FactVoided
from shared.problems import Rejected
from shared.read_model.entry import Entry

_UNDONE_BY = {
    "unit": "unit.voided",
    "inspection": "inspection.voided",
    "hazard": "hazard.voided",
    "penalty": "penalty.voided",
    "case": "case.withdrawn",
}
"""By kind. The fact that introduces a subject can't be taken back by itself: the subject has to be."""
_FRAME = ("campaign", "organisation")
_AFTER_ALL = 2**62


class Supposed(NamedTuple):
    subject: Named
    entry: Entry
    of: int
    """Nothing moves where the subject's log is not known up to here."""


def taken_back(subjects: Subjects, log: str, position: int) -> Supposed:
    """Raises `moves_no_figure` for a fact that is in no figure of the town."""
    for key, entries in subjects.items():
        if LOG_OF_KIND[key[0]] != log or key[0] in _FRAME:
            continue
        for entry in entries:
            if entry.position == position:
                return Supposed(key, _undoing(key[0], entry, introduces=entry is entries[0]), position)
    raise Rejected("moves_no_figure", log=log, position=str(position))


def merged(subjects: Subjects, kind: str, subject: str, into: str) -> Supposed:
    """Raises `Rejected` where one of the two is not known, or both are the same."""
    if subject == into:
        detail = "不能并入自身 a subject is not merged into itself"
        raise Rejected("invalid_request", field="suppose.into", detail=detail)
    for each in (subject, into):
        if (kind, each) not in subjects:
            raise Rejected("not_found", what=f"{kind} {each}")
    entry = Entry(f"{kind}.merged", _AFTER_ALL, _AFTER_ALL, {"into": into})
    known = max(subjects[kind, each][0].position for each in (subject, into))
    return Supposed((kind, subject), entry, known)


def _undoing(kind: str, entry: Entry, *, introduces: bool) -> Entry:
    """A correction holds for every date."""
    if introduces and kind in _UNDONE_BY:
        return Entry(_UNDONE_BY[kind], _AFTER_ALL, _AFTER_ALL, {})
    return Entry(FactVoided.type, _AFTER_ALL, _AFTER_ALL, {"voids": entry.position})
