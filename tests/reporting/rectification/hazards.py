"""Hazards found, in few words: moments as in stories."""

from services.reporting.rectification.found_hazard import FoundHazard
from shared.instant import microseconds
from tests.reporting.story import at


def moment(text: str) -> int:
    return microseconds(at(text))


def hazard(
    found: str, closed: str | None = None, *, major: bool = False, deadline: str | None = None
) -> FoundHazard:
    until = None if closed is None else moment(closed)
    due = None if deadline is None else at(deadline).date().isoformat()
    return FoundHazard("d-a", major, moment(found), until, due, "h1")
